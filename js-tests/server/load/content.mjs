// Names content, and decides by it what a handler does. The service and the oracle both use it; nothing here is the package's.

import { createHash } from "node:crypto";

const sha256 = (data) => createHash("sha256").update(data);

/** Names a value, however it was spelled. */
export function digestOf(value) {
	return sha256(JSON.stringify(value, sorted)).digest("hex");
}

function sorted(_, value) {
	const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
	return isObject
		? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
		: value;
}

/** Names a body by its bytes. */
export function digestOfBody(body) {
	return sha256(body).digest("hex");
}

/**
 * What happens when a content is handled: how often that fails, whether it does before it has begun anything, and whether it then takes
 * some time. A handler, which runs once, can be late: then it takes longer than the deadline.
 */
export function luckOf(seed, digest) {
	const dice = sha256(`${seed} ${digest}`).digest();
	const share = (at) => dice.readUInt16BE(at) / 2 ** 16;
	const failures = share(0) < 0.08 ? 1 + Math.floor(3 * share(2)) : 0;
	return { failures, throwsAtOnce: share(4) < 0.5, isSlow: share(6) < 0.2, isLate: share(8) < 0.0003 };
}
