// Reads a log in one way, as a program of its own, and prints how many lines it has found: node readers.mjs WAY FILE

import { createReadStream } from "node:fs";
import { countEvents, readEvents } from "azeer-webhooks/logs";

const [way, file] = process.argv.slice(2);
const chunks = createReadStream(file);

const ways = {
	async parse() {
		let count = 0;
		let rest = "";
		for await (const chunk of chunks.setEncoding("utf8")) {
			const lines = (rest + chunk).split("\n");
			rest = lines.pop();
			for (const line of lines) {
				count += Number(JSON.parse(line) !== undefined);
			}
		}
		return count;
	},
	async readEvents() {
		let count = 0;
		for await (const { line } of readEvents(chunks)) {
			count = line;
		}
		return count;
	},
	countEvents: async () => (await countEvents(chunks)).lines,
};

console.log(await ways[way]());
