import { bytesOf } from "../core/bytes.js";
import { type Core, stopped, theCore } from "../core/core.js";
import { ESSENCE_END, ESSENCE_START, HASH, NANOSECONDS, SECONDS } from "../generated/abi.js";
import type { Body } from "../parse/failure.js";

/** Whether a text follows a rule of the core. */
function ask(core: Core, rule: "instant" | "essence", text: string): boolean {
	const { written } = core.encoder.encodeInto(text, core.inputFor(text.length * 3));
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

/** The time of an RFC 3339 date-time; `undefined` if it is not one. */
export function instant(text: string): { seconds: number; nanoseconds: number } | undefined {
	return using((core) => {
		if (!ask(core, "instant", text)) {
			return undefined;
		}
		const { buffer, byteOffset } = core.header;
		const [seconds] = new Float64Array(buffer, byteOffset + SECONDS * 4, 1) as unknown as [number];
		return { seconds, nanoseconds: core.header[NANOSECONDS] as number };
	});
}

/** The essence of a MIME type, in its own letter case; `undefined` if it is not one. */
export function essence(text: string): string | undefined {
	return using((core) =>
		ask(core, "essence", text) ? text.slice(core.header[ESSENCE_START], core.header[ESSENCE_END]) : undefined,
	);
}

/** The hash of a body, in hexadecimal digits. */
export function hash(body: Body): string {
	const bytes = typeof body === "string" ? new TextEncoder().encode(body) : bytesOf(body);
	if (bytes === undefined) {
		throw new TypeError("deliveryKey takes the body too: a string, a Uint8Array or an ArrayBuffer");
	}
	return using((core) => {
		core.inputFor(bytes.length).set(bytes);
		core.exports.hash(bytes.length);
		const words = new Uint32Array(core.header.buffer, core.header.byteOffset + HASH * 4, 4);
		return Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");
	});
}
