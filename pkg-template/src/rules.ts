import { bytesOf } from "./bytes.js";
import { type Core, stopped, theCore } from "./core.js";
import type { Body } from "./failure.js";

/** Puts a short text to one of the core's rules. */
function ask(core: Core, rule: "instant" | "essence", text: string): boolean {
	const { written } = core.encoder.encodeInto(text, core.room(text.length * 3));
	return core.exports[rule](written) !== 0;
}

/** Runs with the core. */
function using<T>(run: (core: Core) => T): T {
	const core = theCore();
	try {
		return run(core);
	} catch (error) {
		throw stopped(error);
	}
}

/** The instant of an RFC 3339 date-time; `undefined` where it is none. */
export function instant(text: string): { seconds: number; nanoseconds: number } | undefined {
	return using((core) => {
		if (!ask(core, "instant", text)) {
			return undefined;
		}
		const { buffer, byteOffset } = core.head;
		const [seconds] = new Float64Array(buffer, byteOffset, 1) as unknown as [number];
		return { seconds, nanoseconds: core.head[2] as number };
	});
}

/** The essence of a MIME type, in the letter case it has; `undefined` where it is none. */
export function essence(text: string): string | undefined {
	return using((core) => (ask(core, "essence", text) ? text.slice(core.head[0], core.head[1]) : undefined));
}

/** A hash of a body that was parsed, in hexadecimal digits. */
export function hash(body: Body): string {
	const bytes = typeof body === "string" ? new TextEncoder().encode(body) : bytesOf(body);
	if (bytes === undefined) {
		throw new TypeError("deliveryKey takes the body too: a string, a Uint8Array or an ArrayBuffer");
	}
	return using((core) => {
		core.room(bytes.length).set(bytes);
		core.exports.hash(bytes.length);
		const words = new Uint32Array(core.head.buffer, core.head.byteOffset, 4);
		return Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");
	});
}
