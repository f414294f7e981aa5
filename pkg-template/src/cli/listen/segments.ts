import { open, readdir } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";

/** Digits of a number in a name, so that the order of names is the order of time. */
const DIGITS = 6;

/**
 * The next name for a full log: `log.000001.ndjson` of `log.ndjson`. A shell's `log*.ndjson` then gives all in the order of time, with the
 * file that is written last. The name is taken by an empty file, so that no other process renames its log to it.
 */
export async function reserveSegment(path: string): Promise<string> {
	const extension = extname(path);
	const stem = basename(path, extension);
	for (;;) {
		const numbers = (await readdir(dirname(path))).map((name) => numberOf(name, stem, extension));
		const next = String(Math.max(0, ...numbers) + 1).padStart(DIGITS, "0");
		const name = join(dirname(path), `${stem}.${next}${extension}`);
		try {
			await (await open(name, "wx", 0o600)).close();
			return name;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
				throw error;
			}
		}
	}
}

/** The number in the name of a full log; 0 of any other file. */
function numberOf(name: string, stem: string, extension: string): number {
	if (!name.startsWith(`${stem}.`) || !name.endsWith(extension)) {
		return 0;
	}
	const text = name.slice(stem.length + 1, name.length - extension.length);
	return /^\d{6,}$/.test(text) ? Number(text) : 0;
}
