import { bytesOf } from "../core/bytes.js";
import { compile, isModule, isReady, prepare } from "../core/core.js";
import { CORE_ID } from "../generated/core-id.js";

/** What {@link init} uses of a `Response`. */
export interface CoreResponse {
	readonly ok: boolean;
	readonly status: number;
	arrayBuffer(): Promise<ArrayBuffer>;
}

/** `azeer-webhooks/core.wasm`: a `WebAssembly.Module`, its bytes, or a `Response` that has them. */
// Of a module TypeScript knows nothing that would set it apart, and where there is no DOM not even the name.
export type CoreSource = CoreResponse | Uint8Array | ArrayBuffer | object;

/**
 * Takes the core that belongs to this version of the package, compiled or not. To be awaited before anything else is called; once it has
 * succeeded, calling it again does nothing.
 *
 * @throws {TypeError} where what is given is none of these
 * @throws {Error} where the response is not ok, where the module is not the core of this version, and where the host compiles none
 *
 * @example
 * await init(fetch("/core.wasm"));
 */
export async function init(core: CoreSource | PromiseLike<CoreSource>): Promise<void> {
	if (isReady()) {
		// Nobody else may look at a promise that fails.
		Promise.resolve(core).catch(() => {});
		return;
	}
	const source = await core;
	const module = await compile(isModule(source) ? source : await binary(source));
	const [id] = WebAssembly.Module.customSections(module, "azeer-webhooks");
	if (new TextDecoder().decode(id) !== CORE_ID) {
		throw new Error("azeer-webhooks/slim: this is not the core.wasm of this version of the package");
	}
	await prepare(module);
}

/** How a module begins (WebAssembly core specification, 5.5.16). */
const MAGIC = "\0asm";

async function binary(source: unknown): Promise<BufferSource> {
	const response = source as Partial<CoreResponse> | null | undefined;
	let given = source;
	if (typeof response?.arrayBuffer === "function") {
		if (response.ok === false) {
			throw new Error(`azeer-webhooks/slim: core.wasm was answered with ${response.status}`);
		}
		given = await response.arrayBuffer();
	}
	const bytes = bytesOf(given);
	if (bytes === undefined) {
		throw new TypeError(
			"azeer-webhooks/slim: init takes a WebAssembly.Module, its bytes, a Response, or a promise of one",
		);
	}
	// Servers of applications answer with a page where there is no such file.
	const start = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
	if (start !== MAGIC) {
		throw new Error(
			`azeer-webhooks/slim: this is no WebAssembly, as it begins with ${JSON.stringify(start)}: is it the address of core.wasm?`,
		);
	}
	return bytes as Uint8Array<ArrayBuffer>;
}
