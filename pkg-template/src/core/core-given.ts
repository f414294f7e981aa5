// The core where whoever uses the package brings it.

export function load(): WebAssembly.Module {
	throw new Error(
		"azeer-webhooks/slim: call init with the module azeer-webhooks/core.wasm first, and await it",
	);
}
