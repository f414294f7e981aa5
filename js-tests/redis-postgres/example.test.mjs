// examples/redis-postgres does what its README says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fixtures } from "../suite.mjs";
import { blocks, DEAD, deployed, post, request, STREAM } from "./deployment.mjs";
import { eventually } from "./eventually.mjs";

const good = fixtures.get("01-incoming-text");
const truncated = good.slice(0, -10);
const notUtf8 = Buffer.from([0x22, 0xff, 0x00, 0x22]);
/** What a column could refuse: escapes of NUL in values and in a name, and a number of a thousand digits. */
const odd = [
	good.replace("hello", "\\u0000"),
	good.replace("c327668d-47dc-4b3c", "\\u0000"),
	good.replace('"contact_id": 101', '"contact_id": 101, "\\u0000": 1e400000'),
];
const invalid = [fixtures.get("15-broken"), truncated, "\0", '{"\\u0000": 1, "\\ud800": 2}', "", notUtf8].map(
	(it) => Buffer.from(it),
);

const stored = ({ query }) => query("SELECT event, body FROM azeer_bodies");
const settled = ({ client }) =>
	eventually(async () => {
		const [group] = await client.xInfoGroups(STREAM);
		assert.deepEqual([group.lag, group.pending], [0, 0]);
	});

test("deliveries are in PostgreSQL once, and invalid ones in the archive", () =>
	deployed(async (it) => {
		const receiver = await it.receiver();
		// Two on an empty database: both make the tables.
		const consumers = await Promise.all([it.consumer(), it.consumer()]);
		for (const service of [receiver, ...consumers]) {
			for (const path of ["health", "ready"]) {
				await eventually(async () => {
					const { status } = await fetch(`http://127.0.0.1:${service.port}/${path}`);
					assert.equal(status, 204, path);
				});
			}
		}
		assert.equal(request().fixture, good);
		const events = [...fixtures].filter(([name]) => name !== "15-broken").map(([, text]) => text);
		for (let times = 0; times < 2; times++) {
			for (const body of [...events, ...odd, ...invalid]) {
				assert.equal(await post(receiver, body), 202, String(body).slice(0, 1000));
			}
		}
		// The same content in another spelling.
		assert.equal(await post(receiver, JSON.stringify(JSON.parse(good))), 202);
		assert.equal(await post(receiver, good, { token: "wrong" }), 401);
		assert.equal(await post(receiver, " ".repeat(2 ** 20 + 1)), 413);
		assert.equal(await post(receiver, undefined, { method: "GET" }), 405);
		await settled(it);
		const rows = await stored(it);
		assert.deepEqual(rows.map(({ body }) => body).sort(), [...events, ...odd].sort());
		assert.deepEqual(
			rows
				.filter(({ event }) => event === "unknown")
				.map(({ body }) => body)
				.sort(),
			["13-unknown-event", "14-message-body"].map((name) => fixtures.get(name)).sort(),
		);
		const archive = await it.query("SELECT body, issues FROM azeer_invalid");
		assert.deepEqual(archive.map(({ body }) => body).sort(Buffer.compare), invalid.sort(Buffer.compare));
		for (const { issues } of archive) {
			assert.equal(typeof issues[0].code, "string");
		}
		assert.equal(await it.client.xLen(DEAD), 0);
		const [{ name }] = await it.query("SELECT tableoid::regclass::text AS name FROM azeer_bodies LIMIT 1");
		for (const statement of blocks("sql")) {
			await it.query(statement.replace(/azeer_bodies_\d+_\d+/, name));
		}
		assert.deepEqual(await stored(it), []);
		for (const service of [receiver, ...consumers]) {
			assert.equal(await service.stop("SIGTERM"), 0);
		}
		assert.deepEqual(await it.client.xInfoConsumers(STREAM, "postgres"), [], "no names are left");
	}));
