// A log whose parts can be read again by their offset.

/** Where bytes of a log can be read again. */
export interface Store {
	read(start: number, end: number): Promise<Uint8Array>;
}

export const fileStore = (file: Blob): Store => ({
	read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
});

/** How many bytes become one Blob, which browsers keep outside of the heap, and on disk if there is much. */
const SEGMENT = 1 << 23;
/** Line ends and blank lines between two lines; a longer gap begins a new segment. */
const LONGEST_GAP = 1024;

interface Segment {
	readonly start: number;
	readonly blob: Blob;
}

/** Lines of a compressed log, which has no offsets to read from. */
export class Unpacked implements Store {
	readonly #segments: Segment[] = [];
	#start = 0;
	#end = 0;
	#parts: Uint8Array<ArrayBuffer>[] = [];

	/** Keeps a line. Lines come in their order. */
	add(offset: number, bytes: Uint8Array): void {
		const gap = offset - this.#end;
		if (gap > LONGEST_GAP || this.#end - this.#start > SEGMENT) {
			this.finish();
			this.#start = offset;
		} else if (gap > 0) {
			this.#parts.push(new Uint8Array(gap).fill(0x0a));
		}
		this.#parts.push(bytes as Uint8Array<ArrayBuffer>);
		this.#end = offset + bytes.length;
	}

	finish(): void {
		if (this.#parts.length > 0) {
			this.#segments.push({ start: this.#start, blob: new Blob(this.#parts) });
			this.#parts = [];
			this.#start = this.#end;
		}
	}

	/** Also of several segments that follow each other. */
	async read(start: number, end: number): Promise<Uint8Array> {
		this.finish();
		const index = this.#segments.findLastIndex((it) => it.start <= start);
		const made = new Uint8Array(end - start);
		for (let at = index; at < this.#segments.length; at++) {
			const segment = this.#segments[at];
			if (segment === undefined || segment.start >= end) {
				break;
			}
			const from = Math.max(0, start - segment.start);
			const bytes = new Uint8Array(await segment.blob.slice(from, end - segment.start).arrayBuffer());
			made.set(bytes, segment.start + from - start);
		}
		return made;
	}
}
