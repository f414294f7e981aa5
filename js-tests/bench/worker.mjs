// The benchmark in workerd. Its clock stands still while a worker computes, so who asks holds the watch: a request is one
// block, and this only does the work.

import { given } from "made:given";
import { block, makeBench, warm } from "./measure.mjs";

let bench;

export default {
	async fetch(request) {
		const asked = await request.json();
		if (asked.rows) {
			bench = makeBench(given);
			warm(bench, 2);
			const rows = bench.rows.map(({ sides, ...row }) => row);
			return Response.json({ rows, absent: bench.absent });
		}
		const { row, side, index, rounds } = asked;
		// Without a row it is an empty request: what one costs by itself.
		return Response.json(row === undefined ? 0 : block(bench.rows[row], side, index, rounds));
	},
};
