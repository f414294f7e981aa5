/** Methods of Node.js buffers that TypeScript does not declare. */
export interface NodeBuffer extends Uint8Array {
	utf8Write(text: string, offset: number): number;
	latin1Slice(start: number, end: number): string;
	utf8Slice(start: number, end: number): string;
	ucs2Slice(start: number, end: number): string;
}

interface NodeBuffers {
	readonly prototype: Partial<NodeBuffer>;
	from(buffer: ArrayBufferLike, offset: number, length: number): NodeBuffer;
}

/**
 * The buffers and the version of Node.js; `undefined` in other hosts. Deno and Bun have the same buffers, but are
 * faster with `TextEncoder` and `TextDecoder`. Cloudflare Workers claim a version of Node.js, but none of V8, and
 * their buffers differ.
 */
function node(): { Buffer: NodeBuffers; version: string } | undefined {
	const { Buffer, process } = globalThis as unknown as {
		Buffer?: NodeBuffers;
		process?: { versions?: Record<string, string> };
	};
	const { node, v8, bun, deno } = process?.versions ?? {};
	const { utf8Write, latin1Slice, utf8Slice } = Buffer?.prototype ?? {};
	const isNode = node && v8 && !bun && !deno && Buffer && utf8Write && latin1Slice && utf8Slice;
	return isNode ? { Buffer, version: node } : undefined;
}

/** A Node.js buffer over memory, the fastest way between strings and memory there; `undefined` in other hosts. */
export function nodeBuffer(memory: Uint8Array): NodeBuffer | undefined {
	return node()?.Buffer.from(memory.buffer, memory.byteOffset, memory.byteLength);
}

/** Hashes a text with an algorithm, as UTF-8. */
type Hash = (algorithm: "sha256", text: string, encoding: "buffer") => Uint8Array;

/** Node's own hash function, many times as fast as one in JavaScript; `undefined` in other hosts and before Node.js 20.16. */
export function nodeHash(): Hash | undefined {
	const { process } = globalThis as {
		process?: { getBuiltinModule?: (name: "node:crypto") => { hash?: Hash } | undefined };
	};
	return nodeVersion() > 0 ? process?.getBuiltinModule?.("node:crypto")?.hash : undefined;
}

/** The major version of Node.js; 0 in other hosts. */
export function nodeVersion(): number {
	return Number.parseInt(node()?.version ?? "0", 10);
}
