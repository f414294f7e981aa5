// Sends 50,000 deliveries of all kinds to a service and checks what becomes of them; then compares the receiver with the same endpoint in
// Express with zod, and writes the figures into docs/performance.md: make load
//
//   SEED=7 make load                     the deliveries of an earlier run
//   DELIVERIES=5000 ROUNDS=3 make load   fewer deliveries, and fewer rounds of the comparison

import { publish } from "../../bench/report.mjs";
import { rows as documented } from "../table.mjs";
import { compare } from "./compare.mjs";
import { assertFlat, load, memoryOf } from "./load.mjs";

const count = Number(process.env.DELIVERIES ?? 50_000);
const rounds = Number(process.env.ROUNDS ?? 15);
const seed = Number(process.env.SEED ?? Math.floor(Date.now() / 1000));

console.log(`SEED=${seed}: ${count} deliveries…`);
const { answers, memory, seconds } = await load({ seed, count });
for (const { what, status } of documented.filter((row) => answers.get(row.what) > 0)) {
	console.log(`${String(answers.get(what)).padStart(7)}  ${status}  ${what}`);
}
for (const name of ["heapUsed", "external", "rss"]) {
	console.log(`${name}, MB: ${memory.map((it) => megabytes(it[name])).join(" ")}`);
}
console.log(`${seconds.toFixed(0)} s`);
assertFlat(memory);
const { warm, end } = memoryOf(memory);

console.log(`${rounds} rounds of the comparison…`);
const compared = await compare({ seed, rounds });
console.table(compared.rows);
publish("receiver", "make load", {
	title: `Node.js ${process.versions.node}`,
	memory: { deliveries: count, warm: megabytes(warm), end: megabytes(end) },
	...compared,
});

function megabytes(bytes) {
	return Number((bytes / 1e6).toFixed(1));
}
