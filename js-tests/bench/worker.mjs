// The benchmark in workerd. A worker's clock stands still while it computes, so the client measures the time. A request
// runs one block.

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
		// Without a row it is an empty request, which shows the cost of a request alone.
		return Response.json(row === undefined ? 0 : block(bench.rows[row], side, index, rounds));
	},
};
