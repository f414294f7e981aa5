import type { HostRequest } from "./fetch.js";

/** Bytes that are inflated at once: some hosts inflate all of a piece before anybody reads, up to 1,032 times its size. */
const PIECE = 4096;

/** What a request's body can be in, as far as the receiver reads it. */
export type Coding = "identity" | "gzip" | undefined;

/** How the body is encoded; `undefined` for any other way. */
export function codingOf(request: HostRequest): Coding {
	switch (request.headers.get("content-encoding")?.trim().toLowerCase() ?? "") {
		case "":
		case "identity":
			return "identity";
		case "gzip":
		// RFC 9110, section 8.4.1.3.
		case "x-gzip":
			return typeof DecompressionStream === "function" ? "gzip" : undefined;
		default:
			return undefined;
	}
}

/** Whether `Content-Length` announces more. A smaller one, or none that is a number, says nothing: the bytes are counted. */
export function announcesMore(request: HostRequest, maxBytes: number): boolean {
	const announced = request.headers.get("content-length") ?? "";
	return /^\d+$/.test(announced) && Number(announced) > maxBytes;
}

/** What the body of a request is read by. */
export type Chunks = Pick<ReadableStreamDefaultReader<Uint8Array>, "read" | "cancel">;

/** The body of a request, as far as the receiver uses it. */
interface Body {
	getReader(): Chunks;
}

/** The body of a request while it is read. */
export class BodyReader {
	/** Bytes that were read, decoded. */
	bytes = 0;
	readonly #reader: Chunks | undefined;
	readonly #maxBytes: number;
	#buffer = new Uint8Array(0);

	constructor(request: HostRequest, coding: Coding, maxBytes: number) {
		const body = request.body as Body | null;
		const stream = body !== null && coding === "gzip" ? inflated(body) : body;
		this.#reader = stream?.getReader();
		this.#maxBytes = maxBytes;
	}

	/** All of it, or `undefined` as soon as it is larger than the limit. Rejects if it breaks off or is no gzip. */
	async all(): Promise<Uint8Array | undefined> {
		while (this.#reader !== undefined) {
			const { done, value } = await this.#reader.read();
			if (done) {
				break;
			}
			if (this.bytes + value.byteLength > this.#maxBytes) {
				this.bytes += value.byteLength;
				this.cancel();
				return undefined;
			}
			this.#add(value);
		}
		return this.#buffer.subarray(0, this.bytes);
	}

	/** Reads no more. */
	cancel(): void {
		this.#reader?.cancel().catch(() => {});
	}

	/** One buffer, not a list: a body that comes byte by byte would take a hundred times its size. */
	#add(chunk: Uint8Array): void {
		const size = this.bytes + chunk.byteLength;
		if (this.bytes === 0) {
			this.#buffer = chunk as Uint8Array<ArrayBuffer>;
		} else {
			// The first chunk is the host's memory: it is full, so it is never written to.
			if (size > this.#buffer.byteLength) {
				const larger = new Uint8Array(Math.min(Math.max(2 * size, 4096), this.#maxBytes));
				larger.set(this.#buffer.subarray(0, this.bytes));
				this.#buffer = larger;
			}
			this.#buffer.set(chunk, this.bytes);
		}
		this.bytes = size;
	}
}

function inflated(body: Body): ReadableStream<Uint8Array> {
	const reader = body.getReader();
	let rest = new Uint8Array(0);
	const pieces = new ReadableStream<Uint8Array<ArrayBuffer>>(
		{
			async pull(controller) {
				while (rest.byteLength === 0) {
					const { done, value } = await reader.read();
					if (done) {
						controller.close();
						return;
					}
					rest = value as Uint8Array<ArrayBuffer>;
				}
				controller.enqueue(rest.subarray(0, PIECE));
				rest = rest.subarray(PIECE);
			},
			cancel: (reason) => reader.cancel(reason),
		},
		{ highWaterMark: 0 },
	);
	return pieces.pipeThrough(new DecompressionStream("gzip"));
}
