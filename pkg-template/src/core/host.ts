/** What Node's buffers have beyond what TypeScript knows of them. */
export interface NodeBuffer extends Uint8Array {
	utf8Write(text: string, offset: number): number;
	latin1Slice(start: number, end: number): string;
	utf8Slice(start: number, end: number): string;
}

interface NodeBuffers {
	readonly prototype: Partial<NodeBuffer>;
	from(buffer: ArrayBufferLike, offset: number, length: number): NodeBuffer;
}

/**
 * Node has what it takes; Deno and Bun, which have the same names, are slower by it than by what every host has. Cloudflare Workers
 * have buffers of their own, which are not alike, and say that they are a version of Node, but of no V8.
 */
function node(): { Buffer: NodeBuffers; version: string } | undefined {
	const { Buffer, process } = globalThis as {
		Buffer?: NodeBuffers;
		process?: { versions?: Record<string, string> };
	};
	const { node, v8, bun, deno } = process?.versions ?? {};
	const { utf8Write, latin1Slice, utf8Slice } = Buffer?.prototype ?? {};
	const isNode = node && v8 && !bun && !deno && Buffer && utf8Write && latin1Slice && utf8Slice;
	return isNode ? { Buffer, version: node } : undefined;
}

/** A buffer over memory, where the host is Node: between strings and memory its buffers are the shortest road there. */
export function nodeBuffer(memory: Uint8Array): NodeBuffer | undefined {
	return node()?.Buffer.from(memory.buffer, memory.byteOffset, memory.byteLength);
}

/** The major version of Node, where that is the host; otherwise 0. */
export function nodeVersion(): number {
	return Number.parseInt(node()?.version ?? "0", 10);
}
