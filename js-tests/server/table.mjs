// The table of answers in docs/receiving.md.

import { readFileSync } from "node:fs";

const docs = readFileSync(new URL("../../docs/receiving.md", import.meta.url), "utf8");
const [, table] = docs.split(/\| what happened .*\n.*\n/);

/** Its rows: what happened, the status, and a header as `[name, value]` if there is one. */
export const rows = table
	.slice(0, table.indexOf("\n\n"))
	.split("\n")
	.map((line) => line.split("|").map((cell) => cell.trim()))
	.map(([, what, status, headers]) => ({
		what,
		status: Number(status),
		header: /^`(.+): (.+)`$/.exec(headers)?.slice(1),
	}));
