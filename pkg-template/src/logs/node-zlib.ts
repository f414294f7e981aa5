import { damaged, truncated } from "./damaged.js";

/** A stream of Node.js that takes and gives bytes. */
interface Transform extends AsyncIterable<Uint8Array> {
	/** How many bytes it has decompressed. */
	readonly bytesWritten: number;
}

interface Zlib {
	createGunzip(): Transform;
	createZstdDecompress?(): Transform;
}

interface Streams {
	readonly Readable: { from(chunks: AsyncIterable<Uint8Array>, options: { objectMode: boolean }): object };
	pipeline(from: object, to: Transform, done: () => void): void;
}

/** A module of Node.js; `undefined` in hosts that have none. An import would break bundles for other hosts. */
function builtin<T>(name: string): T | undefined {
	const { process } = globalThis as { process?: { getBuiltinModule?(name: string): T | undefined } };
	return process?.getBuiltinModule?.(name);
}

/** The decompressed chunks, by a function of `node:zlib`; `undefined` if the host has none. */
export function throughNode(
	format: string,
	create: keyof Zlib,
	chunks: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> | undefined {
	const transform = builtin<Zlib>("node:zlib")?.[create]?.();
	const streams = builtin<Streams>("node:stream");
	return transform && streams && decompressed(format, transform, streams, chunks);
}

async function* decompressed(
	format: string,
	transform: Transform,
	{ Readable, pipeline }: Streams,
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined> {
	let taken = 0;
	const counted = async function* (): AsyncGenerator<Uint8Array, undefined> {
		for await (const chunk of chunks) {
			taken += chunk.length;
			yield chunk;
		}
	};
	// The loop below gets the error too.
	pipeline(Readable.from(counted(), { objectMode: false }), transform, () => {});
	try {
		for await (const chunk of transform) {
			// It is a Buffer, which has other methods of the same names.
			yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		}
		// A stream for Zstandard ends after a frame, and drops what follows it in the chunk.
		if (format === "Zstandard" && transform.bytesWritten < taken) {
			throw new Error(
				"the log has more than one Zstandard frame, which Node.js does not decompress as a stream; decompress it first",
			);
		}
	} catch (error) {
		const { code } = Object(error) as { code?: unknown };
		if (code === "Z_BUF_ERROR") {
			throw truncated(format, error);
		}
		// Other errors come from the source.
		throw typeof code === "string" && /^(?:Z|ZSTD|ERR_ZSTD)_/.test(code) ? damaged(format, error) : error;
	}
}
