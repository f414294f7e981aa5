/**
 * Receiving webhooks: from a request to a delivery, and from a delivery to handlers.
 *
 * @packageDocumentation
 */

export { deliveryKey, messageKey } from "./event/keys.js";
export {
	type Authenticate,
	anyOf,
	basic,
	bearer,
	header,
	query,
	type Tokens,
	unauthenticated,
} from "./server/authenticate.js";
export {
	type Capture,
	type CapturedBody,
	type CapturedIssue,
	type CaptureOptions,
	createCapture,
} from "./server/capture.js";
export { type Delivery, toDelivery } from "./server/delivery.js";
export type {
	HostRequest,
	HostResponse,
	Receiver,
	ReceiverContext,
	RequestLike,
	ResponseLike,
} from "./server/fetch.js";
export type { Handler, Handlers, MessageHandlers } from "./server/handlers.js";
export { type LambdaEvent, type LambdaResult, toLambdaHandler } from "./server/lambda.js";
export { type MemoryStoreOptions, memoryStore } from "./server/memory-store.js";
export { type NodeListener, toNodeListener } from "./server/node.js";
export type { NodeRequest, NodeResponse, Parsed } from "./server/node-types.js";
export type { Observation, Observe } from "./server/observation.js";
export type { Busy, Duplicate, Failed, Handled, Ignored, Invalid, Outcome } from "./server/outcome.js";
export { createProcessor, type Process } from "./server/processor.js";
export type { ProcessorOptions } from "./server/processor-options.js";
export { createReceiver, type ReceiverOptions } from "./server/receiver.js";
export { type RedisStoreOptions, redisStore, type SendRedis } from "./server/redis-store.js";
export {
	type RunSql,
	type SqlDialect,
	type SqlRow,
	type SqlStore,
	type SqlStoreOptions,
	sqlSchema,
	sqlStore,
} from "./server/sql-store.js";
export type { Claim, Store } from "./server/store.js";
export { deliveryFromText, deliveryToText } from "./server/text.js";
