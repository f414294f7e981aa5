/**
 * Arbitrary events for property tests with fast-check, which has to be installed.
 *
 * @packageDocumentation
 */

export { arbitraryEvent } from "./testing/arbitrary.js";
