/**
 * Parses, checks and types Azeer's webhook events.
 *
 * @packageDocumentation
 */

export { init } from "./core/init.js";
export { extra, isMessage, toWire } from "./event/events.js";
export {
	customerPhone,
	isMedia,
	isReply,
	type MediaMessage,
	mediaType,
	messageText,
	sentAt,
	sentAtNanoseconds,
} from "./event/helpers.js";
export { redact } from "./event/logging.js";
export { match } from "./event/match.js";
export type { EventOf, MessageOf } from "./event/of.js";
export type { IssueCode, UnknownReason } from "./generated/texts.js";
export type * from "./generated/types.js";
export { PayloadError } from "./parse/error.js";
export type { Body, Issue } from "./parse/failure.js";
/** @internal */
export { internals } from "./parse/internals.js";
export {
	type LineResult,
	type ParseOptions,
	type ParseResult,
	parse,
	parseMany,
	safeParse,
	validate,
} from "./parse/parse.js";
