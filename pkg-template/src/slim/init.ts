import { bytesOf } from "../core/bytes.js";
import { compile, isModule, isReady, prepare } from "../core/core.js";
import { CORE_ID } from "../generated/core-id.js";

/** The part of a `Response` that {@link init} uses. */
export interface CoreResponse {
	readonly ok: boolean;
	readonly status: number;
	arrayBuffer(): Promise<ArrayBuffer>;
}

/** `azeer-webhooks/core.wasm`: a `WebAssembly.Module`, its bytes, or a `Response` with them. */
// `object` stands for the module: TypeScript gives its type no members, and without the DOM no name.
export type CoreSource = CoreResponse | Uint8Array | ArrayBuffer | object;

/**
 * Starts the core, which has to be that of this version of the package. Await it before any other call. Once it has
 * succeeded, further calls do nothing.
 *
 * @throws {TypeError} if `core` is not a {@link CoreSource}
 * @throws {Error} if the response is not ok, the module is not this version's core, or the host cannot compile it
 *
 * @example
 * await init(fetch("/core.wasm"));
 */
export async function init(core: CoreSource | PromiseLike<CoreSource>): Promise<void> {
	if (isReady()) {
		// Without a handler, a promise that fails would end a Node.js process.
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

/** The first four bytes of every module (WebAssembly core specification, 5.5.16). */
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
	// Servers of single-page applications answer with a page if a file does not exist.
	const start = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
	if (start !== MAGIC) {
		throw new Error(
			`azeer-webhooks/slim: this is no WebAssembly, as it begins with ${JSON.stringify(start)}: is it the address of core.wasm?`,
		);
	}
	return bytes as Uint8Array<ArrayBuffer>;
}
