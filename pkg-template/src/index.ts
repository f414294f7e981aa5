/**
 * Azeer's webhook events, parsed, checked and typed.
 *
 * @packageDocumentation
 */

export { PayloadError } from "./error.js";
export { extra, isMessage, toWire } from "./events.js";
export type { Body, Issue } from "./failure.js";
export type { IssueCode, UnknownReason } from "./generated/texts.js";
export type * from "./generated/types.js";
export {
	customerPhone,
	isMedia,
	isReply,
	type MediaMessage,
	mediaType,
	sentAt,
	sentAtNanoseconds,
} from "./helpers.js";
export { init } from "./init.js";
export { deliveryKey, redact } from "./logging.js";
export { match } from "./match.js";
export type { EventOf, MessageOf } from "./of.js";
export {
	type LineResult,
	type ParseOptions,
	type ParseResult,
	parse,
	parseMany,
	safeParse,
	validate,
} from "./parse.js";
