/** A module of Node.js; `undefined` in hosts that have none. An import would break bundles for other hosts. */
export function builtin<T>(name: string): T | undefined {
	const { process } = globalThis as { process?: { getBuiltinModule?(name: string): T | undefined } };
	return process?.getBuiltinModule?.(name);
}
