/**
 * What servers need beside the parser.
 *
 * @packageDocumentation
 */

export { deliveryKey, messageKey } from "./event/keys.js";
