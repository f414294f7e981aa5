// Asks a host for its name. It runs in every host, so it imports nothing.

/** All names that the host gives itself. */
export function agent() {
	const { navigator, process, EdgeRuntime } = globalThis;
	const node = process?.versions?.node;
	const scope = Object.prototype.toString.call(globalThis);
	return [navigator?.userAgent, node && `Node.js ${node}`, EdgeRuntime, scope].filter(Boolean).join(" ");
}
