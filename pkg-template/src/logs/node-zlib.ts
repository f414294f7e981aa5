import { builtin } from "./builtin.js";
import { damaged, truncated } from "./damaged.js";

/** A stream of Node.js that takes and gives bytes. */
type Transform = AsyncIterable<Uint8Array>;

interface Zlib {
	createGunzip(): Transform;
}

interface Streams {
	readonly Readable: { from(chunks: AsyncIterable<Uint8Array>, options: { objectMode: boolean }): object };
	pipeline(from: object, to: Transform, done: () => void): void;
}

/** The decompressed chunks of gzip, by `node:zlib`; `undefined` if the host has none. */
export function throughNode(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> | undefined {
	const transform = builtin<Zlib>("node:zlib")?.createGunzip();
	const streams = builtin<Streams>("node:stream");
	return transform && streams && decompressed(transform, streams, chunks);
}

async function* decompressed(
	transform: Transform,
	{ Readable, pipeline }: Streams,
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, undefined> {
	// The loop below gets the error too.
	pipeline(Readable.from(chunks, { objectMode: false }), transform, () => {});
	try {
		for await (const chunk of transform) {
			// It is a Buffer, which has other methods of the same names.
			yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		}
	} catch (error) {
		const { code } = Object(error) as { code?: unknown };
		if (code === "Z_BUF_ERROR") {
			throw truncated(error);
		}
		// Other errors come from the source.
		throw typeof code === "string" && code.startsWith("Z_") ? damaged(error) : error;
	}
}
