// The page with all figures of each host: docs/performance/figures.md

import { details, range, table, two } from "./markdown.mjs";
import { BASELINE, byRatio, controlsOf, isControl, MIXED, OURS, parsed } from "./rows.mjs";

/** The page. */
export const figuresPage = ({ hosts }) => `# All figures

[Performance](../performance.md) says what is measured, and how. This page has every figure of each host.

${hosts.map(hostSection).join("\n\n")}
`;

/** All rows of a host, the best first. */
function hostSection(host) {
	const { title, machine, date, command, clock, absent, rows } = host;
	const own = parsed(host)
		.filter((it) => it.contestant === OURS)
		.sort(byRatio);
	const others = rows.filter((it) => it.mode !== "parse").sort(byRatio);
	const missing = Object.entries(absent).map(([name, why]) => `${name} (${why})`);
	const parts = [
		`## ${title}`,
		`\`${command}\` on ${machine}, ${date}; the clock: ${clock}. JSON.parse against itself, which should be 1, was
${range(controlsOf(host))}: smaller differences are noise.`,
		...(missing.length === 0 ? [] : [`Absent here: ${missing.join("; ")}.`]),
		...chartsOf(host).map((it) => `![${it.title}](${it.file})`),
		details(
			"This package by payload",
			table(
				["payload", "form", "ratio", "middle half", "ns", "JSON.parse, ns"],
				own.map((it) => [it.case, it.form, two(it.ratio), range(it.quartiles), it.nanoseconds, it.base]),
			),
		),
		details("Compared with other validators", ...contests(host)),
	];
	if (others.length > 0) {
		parts.push(details("Other calls", otherCalls(others)));
	}
	return parts.join("\n\n");
}

/** A table for each kind of payload that other validators read too. */
function contests(host) {
	const rows = parsed(host);
	const nameOf = (it) => `${it.case}, ${it.form}`;
	const contested = rows.filter((it) => ![OURS, BASELINE].includes(it.contestant)).map(nameOf);
	return [...new Set(contested)].map((name) => {
		const found = rows.filter((it) => nameOf(it) === name).sort(byRatio);
		const body = found.map((it) => [
			isControl(it) ? "JSON.parse again (control)" : it.contestant,
			two(it.ratio),
			range(it.quartiles),
			it.nanoseconds,
		]);
		return `**${name}**

${table(["", "ratio", "middle half", "ns"], body)}`;
	});
}

function otherCalls(rows) {
	return table(
		["what", "payload", "form", "over", "ratio", "middle half", "ns"],
		rows.map((it) => [
			it.mode,
			it.case,
			it.form,
			it.to === OURS ? "a valid one" : it.to,
			two(it.ratio),
			range(it.quartiles),
			it.nanoseconds,
		]),
	);
}

/** The two charts of a host. */
export function chartsOf(host) {
	const rows = parsed(host).filter((it) => it.form === "string" && !isControl(it));
	const bar = (label, { ratio, contestant }) => ({ label, ratio, ours: contestant === OURS });
	return [
		{
			file: `${host.host}-contestants.svg`,
			title: `Time over JSON.parse, mixed payloads, ${host.title}`,
			rows: rows.filter((it) => it.case === MIXED).map((it) => bar(it.contestant, it)),
		},
		{
			file: `${host.host}-cases.svg`,
			title: `azeer-webhooks, time over JSON.parse, by payload, ${host.title}`,
			rows: rows.filter((it) => it.contestant === OURS).map((it) => bar(it.case, it)),
		},
	];
}
