/**
 * Events and bodies for tests: factories, the spelling of Azeer, faults, and a way to deliver them.
 *
 * @packageDocumentation
 */

export { type DeliverOptions, deliver } from "./testing/deliver.js";
export {
	createFake,
	type EventOverrides,
	type Factories,
	type Fake,
	type FakeEvent,
	type FakeEventName,
	type FakeOptions,
	type Overrides,
} from "./testing/fake.js";
export { type BodyIssueCode, type MutateOptions, mutate } from "./testing/mutate.js";
export { wire } from "./testing/wire.js";
