import { type Core, stopped, theCore } from "../core/core.js";
import { ESSENCE_END, ESSENCE_START, NANOSECONDS, SECONDS } from "../generated/abi.js";

/** Whether the core finds that a text follows a rule. */
function follows(core: Core, rule: "instant" | "essence", text: string): boolean {
	const { written } = core.encoder.encodeInto(text, core.inputFor(text.length * 3));
	return core.exports[rule](written) !== 0;
}

/** Calls `run` with the core, which is dropped if that throws. */
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
		if (!follows(core, "instant", text)) {
			return undefined;
		}
		const { buffer, byteOffset } = core.header;
		const [seconds] = new Float64Array(buffer, byteOffset + SECONDS * 4, 1) as unknown as [number];
		return { seconds, nanoseconds: core.header[NANOSECONDS] as number };
	});
}

/** A MIME type without its parameters, in the letter case of `text`; `undefined` if it is not one. */
export function essence(text: string): string | undefined {
	return using((core) =>
		follows(core, "essence", text)
			? text.slice(core.header[ESSENCE_START], core.header[ESSENCE_END])
			: undefined,
	);
}
