// What a host says that it is. Runs in every host, so it imports nothing.

/** In all the ways that hosts have of saying it. */
export function agent() {
	const { navigator, process, EdgeRuntime } = globalThis;
	const node = process?.versions?.node;
	const scope = Object.prototype.toString.call(globalThis);
	return [navigator?.userAgent, node && `Node.js ${node}`, EdgeRuntime, scope].filter(Boolean).join(" ");
}
