// The slim entry has no core of its own: the caller gives it to `init`.

export function load(): WebAssembly.Module {
	throw new Error(
		"azeer-webhooks/slim: call init with the module azeer-webhooks/core.wasm first, and await it",
	);
}
