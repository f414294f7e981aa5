// The example as its README says, with nothing added.

import assert from "node:assert/strict";
import { fixtures } from "../suite.mjs";
import { keptBodies } from "./compare.mjs";
import { identity } from "./deliveries.mjs";
import { inFolder, instructions, root, Service } from "./deployment.mjs";
import { until } from "./send.mjs";

/** The fixture that is no event. The others are, each another one. */
const INVALID = "15-broken";

/** Megabytes of a Worker by plan, compressed, and the bytes of one: developers.cloudflare.com/workers/platform/limits. */
const SIZES = { free: 3, paid: 10 };
const KiB = 1024;

/** Bundles the Worker as for a deployment, and compares its size with the limits of the platform. */
export async function deploysDry(folder) {
	const text = await inFolder(folder, "npx wrangler deploy --dry-run");
	const [, total, gzip] = /Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/.exec(text);
	for (const binding of ["QUEUE", "DB", "BODIES"]) {
		assert.match(text, new RegExp(`env\\.${binding} `));
	}
	assert.ok(Number(gzip) < SIZES.free * KiB, gzip);
	const share = ((100 * gzip) / (SIZES.free * KiB)).toFixed(1);
	console.log(`bundle: ${total} KiB, compressed ${gzip} KiB: ${share} % of what the free plan allows`);
}

/** Posts all fixtures, and reads them again by the read API. */
export async function receivesFixtures(folder) {
	const service = await Service.start(folder, "users");
	try {
		for (const body of fixtures.values()) {
			assert.equal(await service.post(body), 202);
		}
		assert.equal(await service.post(fixtures.get("01-incoming-text")), 202);
		for (const token of ["", "wrong", "secretx"]) {
			assert.equal(await service.post("{}", token), 401);
		}
		assert.equal(await service.post(" ".repeat(2 ** 20 + 1)), 413);
		const total = fixtures.size - 1;
		const stored = async () => (await service.search({ after: 0 })).events;
		await until(async () => (await stored()).length === total, stored, "events are missing");
		await assertReadable(service, await stored());
		const { post, read } = instructions();
		const run = (command) =>
			inFolder(
				folder,
				command.replace("../../", `${root}/`).replace(/http:\/\/127\.0\.0\.1:8080/, service.url("")),
			);
		assert.match(await run(post), /^HTTP\/1\.1 202 Accepted/m);
		assert.match(await run(read), /"text":"hello"/);
		// Neither wrangler nor the example has printed what a person wrote, or a token.
		assert.doesNotMatch(service.text, /James|hello|9198765|wamid|secret$|another/m);
	} finally {
		await service.stop();
	}
}

/** The read API: who may read, what is refused, and that bodies are what was sent. */
async function assertReadable(service, events) {
	const bodies = new Set();
	for (const { seq } of events) {
		const response = await service.api(`events/${seq}`);
		assert.equal(response.headers.get("content-type"), "application/octet-stream");
		bodies.add(await response.text());
	}
	assert.deepEqual(
		bodies,
		new Set([...fixtures].filter(([name]) => name !== INVALID).map(([, body]) => body)),
	);

	const invalid = await keptBodies(service, "invalid");
	const [[body, { key, reason }], ...others] = invalid;
	assert.deepEqual([body, others], [identity(fixtures.get(INVALID)), []]);
	assert.equal(reason, "wrong_type invalid_date_time missing_member");
	// Handled again it is kept again, under the same key.
	assert.equal((await service.api(`kept/${key}`, { method: "POST" })).status, 202);

	const found = async (search) => (await service.search(search)).events.map(({ type }) => type);
	assert.deepEqual(await found({ type: "broadcast_complete" }), ["broadcast_complete"]);
	assert.deepEqual(await found({ phone: "919876543211", type: "new_contact", limit: 1 }), ["new_contact"]);
	assert.deepEqual(await found({ phone: "91987654321", type: "new_contact" }), []);
	const times = events.map(({ stored_at }) => stored_at);
	assert.equal((await found({ from: times[0], limit: 1000 })).length, events.length);
	assert.deepEqual(await found({ from: times.at(-1) + 1 }), []);
	assert.deepEqual(await found({ to: times[0] }), []);
	assert.equal((await found({ from: times[0], to: times.at(-1) + 1 })).length, events.length);

	for (const search of [
		{ phones: "1" },
		{ phone: 1 },
		{ limit: "1" },
		{ after: -1 },
		{ after: 1.5 },
		[],
		null,
	]) {
		const response = await service.api("events", { method: "POST", body: JSON.stringify(search) });
		assert.equal(response.status, 400, JSON.stringify(search));
	}
	for (const [method, path] of [
		["POST", "events"],
		["GET", "events/1"],
		["GET", "kept"],
		["GET", `kept/${key}`],
		["POST", `kept/${key}`],
	]) {
		for (const token of ["wrong", "secret", ""]) {
			assert.equal((await service.api(path, { method, token })).status, 401, `${method} ${path}`);
		}
	}
	for (const path of ["events/0", "events/999", "kept/dead/none", "others"]) {
		assert.equal((await service.api(path)).status, 404, path);
	}
}
