import { columns, counted } from "./output.js";
import { shown, widthOf } from "./text.js";

/** Milliseconds between two updates. */
const INTERVAL = 100;
const ERASE_LINE = "\r\u001b[K";

/** A line on a terminal that says how far a command has come. Standard error is used, as the result goes to standard output. */
export class Progress {
	#name = "";
	#size: number | undefined;
	#bytes = 0;
	#drawnAt = 0;

	/** A file is read from now on. */
	begin(name: string, size: number | undefined): void {
		this.#name = name;
		this.#size = size;
		this.#bytes = 0;
	}

	add(bytes: number): void {
		this.#bytes += bytes;
		this.#draw(() => {
			const read = `${counted(Math.round(this.#bytes / 1e6))} MB`;
			const share = this.#size ? `${Math.min(100, Math.floor((100 * this.#bytes) / this.#size))} %, ` : "";
			return `${share}${read}`;
		});
	}

	/** Says something else than how much was read. */
	say(text: string): void {
		this.#draw(() => text);
	}

	#draw(textOf: () => string): void {
		const now = performance.now();
		if (process.stderr.isTTY && now - this.#drawnAt >= INTERVAL) {
			this.#drawnAt = now;
			const text = `  ${textOf()}`;
			const name = shown(this.#name, Math.max(8, columns(process.stderr) - widthOf(text) - 1));
			process.stderr.write(ERASE_LINE + name + text);
		}
	}

	/** Removes the line. */
	end(): void {
		if (this.#drawnAt > 0) {
			process.stderr.write(ERASE_LINE);
			this.#drawnAt = 0;
		}
	}
}
