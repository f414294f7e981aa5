// Knows what was sent and what has to become of it. Of the package it knows docs/receiving.md and nothing else.

import assert from "node:assert/strict";
import { rows } from "../table.mjs";
import { documented } from "./events.mjs";

const rowOf = new Map(rows.map((row) => [row.what, row]));
const names = new Set(documented.flatMap(Object.keys));

const BUSY = "busy: another worker handles the same delivery";
const failedRow = ({ path }) => rowOf.get(path === "/queue" ? "`deliver` threw" : "failed");

/** Rows that nothing here brings about: the first one takes as long as the deadline, the others are faults of the service. */
const ELSEWHERE = [
	"the body takes longer than the deadline",
	"`authenticate` threw",
	"something has read the body before",
];

export class Oracle {
	/** Contents by the line that is printed for each. */
	#contents = new Map();
	#printed = new Map();
	#answers = {};
	#rows = new Map(rows.map(({ what }) => [what, 0]));

	/** Takes the answers that a request was given until it was done. */
	answered(request, answers) {
		const { content, isRepeated, isShared } = request;
		const last = answers.at(-1);
		const failed = answers.filter(({ status }) => status === 500);
		const waited = answers.slice(0, -1).filter(({ status }) => status !== 500);
		for (const { status } of answers) {
			this.#answers[status] = (this.#answers[status] ?? 0) + 1;
		}
		this.#check(last, rowOf.get(request.row), request);
		for (const answer of failed) {
			this.#check(answer, failedRow(request), request);
		}
		for (const answer of waited) {
			this.#check(answer, rowOf.get(BUSY), request);
		}
		const isAlone = isRepeated || !(isShared || content?.isLate);
		assert.ok(waited.length === 0 || !isAlone, "was told to wait for itself");
		if (content === undefined || isRepeated) {
			assert.equal(failed.length, 0, "failed, though nothing was to be done");
			return;
		}
		const line = JSON.stringify(content.line);
		const known = this.#contents.get(line) ?? { ...content, failed: 0, waited: 0 };
		known.failed += failed.length;
		known.waited += waited.length;
		this.#contents.set(line, known);
	}

	#check(answer, row, { method, issue }) {
		this.#rows.set(row.what, this.#rows.get(row.what) + 1);
		assertAnswer(answer, row, method);
		if (issue !== undefined) {
			assertIssue(answer, issue);
		}
	}

	/** Takes a line that the service has printed. */
	printed(line) {
		this.#printed.set(line, (this.#printed.get(line) ?? 0) + 1);
	}

	/** Checks that what was to be done is done, and nothing else. `counts` and `unlucky` are what the service has counted. */
	finished({ counts, unlucky }) {
		for (const [line, { failures, failed, isLate, waited }] of this.#contents) {
			assert.equal(this.#printed.get(line), 1, `${line}: done so often`);
			assert.equal(failed, failures, `${line}: failed so often`);
			assert.ok(waited > 0 || !isLate, `${line}: was answered before it was done`);
		}
		for (const line of this.#printed.keys()) {
			assert.ok(this.#contents.has(line), `${line}: was not to be done`);
		}
		assert.equal(unlucky, this.#answers[500]);
		const observed = {};
		for (const [name, count] of Object.entries(counts)) {
			const [status] = name.split(" ");
			observed[status] = (observed[status] ?? 0) + count;
		}
		assert.deepEqual(observed, this.#answers, "observations differ from answers");
		this.#rows.set(BUSY, counts["503 busy"] ?? 0);
		this.#rows.set("`deliver` takes longer than the deadline", counts["503 none"] ?? 0);
		const missing = [...this.#rows].filter(([what, count]) => count === 0 && !ELSEWHERE.includes(what));
		assert.deepEqual(missing, [], "rows of the table that were not met");
		return this.#rows;
	}
}

function assertAnswer({ status, headers, text }, { what, status: wanted, header }, method) {
	assert.equal(status, wanted, `${what}: ${text}`);
	if (header !== undefined) {
		assert.equal(headers[header[0].toLowerCase()], header[1], what);
	}
	assert.equal("retry-after" in headers, header?.[0] === "Retry-After", what);
	if (status < 400 || method === "HEAD") {
		assert.equal(text, "", what);
		return;
	}
	assert.equal(headers["content-type"], "application/problem+json");
	const { title, status: told, detail, issues, ...others } = JSON.parse(text);
	assert.equal(told, status);
	assert.equal(typeof title, "string");
	assert.equal(typeof detail, "string");
	// Nothing else, and so nothing that a person wrote.
	assert.deepEqual(others, {});
	assert.equal(issues !== undefined, what.startsWith("invalid: "), what);
}

/** The answer has this issue alone. Of its path there is the first name, if Azeer documents that. */
function assertIssue({ text }, { code, path }) {
	const [issue, ...others] = JSON.parse(text).issues;
	const { line, column, ...found } = issue;
	const name = path.split("/")[1];
	const shown = name === undefined ? { path } : names.has(name) ? { path: `/${name}` } : {};
	assert.deepEqual([found, others], [{ code, ...shown }, []]);
	assert.ok(line >= 1 && column >= 1, text);
}
