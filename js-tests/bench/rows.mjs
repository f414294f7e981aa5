// Finds rows in the results of the benchmark.

export const OURS = "azeer-webhooks";
export const BASELINE = "JSON.parse";
export const MIXED = "mixed";

export const byRatio = (a, b) => a.ratio - b.ratio;

/** The baseline, measured against itself. */
export const isControl = (row) => row.contestant === BASELINE;

/** The row of a host for one call of this package. */
export function rowOf(host, { mode = "parse", case: name, form, to = BASELINE }) {
	return host.rows.find(
		(it) =>
			it.mode === mode && it.case === name && it.form === form && it.contestant === OURS && it.to === to,
	);
}

/** The rows of `parse`, of all contestants. */
export const parsed = (host) => host.rows.filter((it) => it.mode === "parse");

/** The rows of the other validators for some payloads, the fastest first. */
export function othersOf(host, name, form) {
	return parsed(host)
		.filter((it) => it.case === name && it.form === form && it.contestant !== OURS && !isControl(it))
		.sort(byRatio);
}

/** The lowest and the highest ratio of the baseline to itself. */
export function controlsOf(host) {
	const ratios = parsed(host)
		.filter(isControl)
		.map((it) => it.ratio);
	return [Math.min(...ratios), Math.max(...ratios)];
}
