/**
 * Reports on webhook bodies, for panels and contract tests.
 *
 * @packageDocumentation
 */

export { type Drift, inspect, type Report, type Span, type Tier } from "./inspect/inspect.js";
