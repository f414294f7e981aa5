/**
 * The same as `azeer-webhooks` without the core in it: for hosts that import or fetch `azeer-webhooks/core.wasm` by themselves.
 *
 * @packageDocumentation
 */

export * from "./index.js";
export { type CoreResponse, type CoreSource, init } from "./slim/init.js";
