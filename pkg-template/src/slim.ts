/**
 * `azeer-webhooks` without its core, for programs that import or fetch `azeer-webhooks/core.wasm` themselves.
 *
 * @packageDocumentation
 */

export * from "./index.js";
export { type CoreResponse, type CoreSource, init } from "./slim/init.js";
