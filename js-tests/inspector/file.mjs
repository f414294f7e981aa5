import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { lineMaker } from "./log.mjs";

/** Writes a log of `count` lines, of `size` bytes each if that is given. */
export async function writeLog(path, fixtures, { count, size }) {
	const line = lineMaker(
		Object.fromEntries([...fixtures].map(([name, text]) => [name, JSON.parse(text)])),
		size,
	);
	const file = createWriteStream(path);
	for (let index = 0; index < count; index += 1000) {
		const lines = Array.from({ length: Math.min(1000, count - index) }, (_, at) => line(index + at));
		if (!file.write(`${lines.join("\n")}\n`)) {
			await once(file, "drain");
		}
	}
	file.end();
	await once(file, "close");
}
