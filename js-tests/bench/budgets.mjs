// Compares the budgets of budgets.json with what was measured.

import { table, two } from "./markdown.mjs";
import { MIXED, OURS, rowOf } from "./rows.mjs";

const NOT_MEASURED = "not measured";

const verdict = (measured, limit) => (measured <= limit ? "met" : "missed");
const judged = (measured, limit, digits = two) =>
	measured === undefined ? NOT_MEASURED : `${digits(measured)} ${verdict(measured, limit)}`;

/** The tables of all budgets. */
export function budgetTables(limits, { results, native, receiver, logs, first }) {
	return `${table(
		["ratio to `JSON.parse`", "at most", ...results.hosts.map(({ title }) => title)],
		limits.ratios.map(({ what, hosts, limit, ...row }) => [
			what,
			limit,
			...results.hosts.map((host) =>
				hosts.includes(host.host) ? judged(rowOf(host, row)?.ratio, limit) : "",
			),
		]),
	)}

${table(
	["what", "at most", "measured"],
	[
		...limits.first.map(({ host, limit }) => {
			const row = first?.rows.find((it) => it.host === host);
			const title = row?.title ?? host;
			return [`first event later than with \`JSON.parse\`, ${title}, ms`, limit, judged(row?.later, limit)];
		}),
		...single(limits.logs, logs?.rows.find(({ way }) => way === "countEvents")?.processor),
		...single(limits.receiver, receiver?.rows.find(({ endpoint }) => endpoint === "ours")?.time),
		...single(limits.native, native?.rows.find((it) => it.contestant === OURS && it.case === MIXED)?.ratio),
		...sizeRows(limits.sizes, results.sizes),
	],
)}

Budgets that have their own commands: ${limits.elsewhere.join("; ")}.`;
}

const single = (list, measured) => list.map(({ what, limit }) => [what, limit, judged(measured, limit)]);

function sizeRows(limits, { bundles, ...files }) {
	const sizes = { ...files, ...Object.fromEntries(bundles.map((it) => [it.contestant, it.brotli])) };
	return limits.map(({ what, of, limit }) => [what, limit, judged(sizes[of], limit, String)]);
}
