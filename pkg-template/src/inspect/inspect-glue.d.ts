/** wasm-bindgen's loader of the crate `inspect/`. */
declare module "inspect-glue" {
	export function initSync(options: { module: WebAssembly.Module }): unknown;
	export function inspect(body: Uint8Array, maxBytes: number, strict: boolean, isText: boolean): unknown;
}
