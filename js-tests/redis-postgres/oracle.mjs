// Compares what is stored with what was sent.

import assert from "node:assert/strict";
import { DEAD, STREAM } from "./deployment.mjs";
import { digestOf, expectationOf } from "./plan.mjs";

/** Where the contents of each kind end. */
const places = { event: "bodies", unknown: "bodies", big: "bodies", invalid: "invalid", poison: "dead" };

/** Throws unless every content is in its place once, and nothing else is anywhere. */
export async function assertStored(contents, { query, client }) {
	const wanted = contents.filter(({ kind }) => kind !== "refused");
	const byDigest = new Map();
	for (const content of wanted) {
		const { digests, code } = expectationOf(content);
		for (const digest of digests) {
			byDigest.set(digest, { content, code });
		}
	}
	const found = new Map();
	const find = (place, digest) => {
		const { content, code } = byDigest.get(digest) ?? {};
		assert.ok(content, `${place} has a body that nobody has sent`);
		assert.equal(places[content.kind], place, JSON.stringify(content));
		found.set(content, (found.get(content) ?? 0) + 1);
		return { content, code };
	};
	const digest = (column) => `encode(sha256(${column}), 'hex') AS digest`;
	for (const row of await query(`SELECT event, ${digest("convert_to(body, 'UTF8')")} FROM azeer_bodies`)) {
		const { content } = find("bodies", row.digest);
		assert.equal(row.event === "unknown", content.kind === "unknown", JSON.stringify(content));
	}
	for (const row of await query(`SELECT issues, ${digest("body")} FROM azeer_invalid`)) {
		const { code } = find("invalid", row.digest);
		const codes = row.issues.map((issue) => issue.code);
		assert.ok(codes.includes(code), `${codes} has no ${code}`);
	}
	for (const [text, reason] of await deadLetters(client)) {
		find("dead", digestOf(text));
		assert.match(reason, /violates check constraint/);
	}
	const missing = wanted.filter((content) => !found.has(content));
	assert.deepEqual(missing, [], "every delivery that was taken is somewhere");
	const repeated = [...found].filter(([{ kind }, times]) => times > 1 && kind !== "poison");
	assert.deepEqual(repeated, [], "nothing is stored twice");
	const alone = await query(
		"SELECT key FROM azeer_ledger l FULL JOIN azeer_bodies b USING (key) WHERE l.key IS NULL OR b.key IS NULL",
	);
	assert.deepEqual(alone, [], "every key has a body, and every body a key");
	const [group] = await client.xInfoGroups(STREAM);
	assert.deepEqual([group.lag, group.pending], [0, 0]);
	return Object.fromEntries(
		["bodies", "invalid", "dead"].map((place) => [
			place,
			[...found.keys()].filter(({ kind }) => places[kind] === place).length,
		]),
	);
}

/** The body and the reason of each. */
async function deadLetters(client) {
	const letters = await client.xRange(DEAD, "-", "+");
	return letters.map(({ message: { delivery, reason } }) => [JSON.parse(delivery).body, reason]);
}
