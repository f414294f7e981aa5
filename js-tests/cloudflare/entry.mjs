// The entry of the tests, in front of that of the example: it breaks bindings, holds calls to limits that the emulation does not have, and
// counts. It is copied into the folder of the example, and wrangler bundles it.

import worker from "./src/index.ts";

/** Limits of the platform, from its documentation. */
const LIMITS = { value: 2_000_000, queries: 1000, message: 128_000 - 100, metadata: 8192 };

const counts = {
	batches: 0,
	failed: 0,
	refused: 0,
	died: 0,
	/** Messages that were given to a consumer, and those of invocations that have ended. */
	begun: 0,
	ended: 0,
	attempts: {},
	queries: 0,
	/** The most bodies that one invocation has read from R2 at once. */
	reading: 0,
	lastEnd: 0,
	consumeMs: 0,
	writeMs: 0,
	written: 0,
	rowsWritten: 0,
	rowsRead: 0,
	times: [],
};

const bytesOf = (value) => (typeof value === "string" ? new TextEncoder().encode(value).byteLength : 0);

function limit(name, value) {
	if (value > LIMITS[name]) {
		throw new Error(`the limit of ${name} is exceeded: ${value}`);
	}
}

/** The bindings of one invocation. `writing` is called around each transaction. */
function limited(env, writing = (write) => write()) {
	let queries = 0;
	let reading = 0;
	const query = (number) => {
		queries += number;
		counts.queries = Math.max(counts.queries, queries);
		limit("queries", queries);
	};
	const statement = (real, values = []) => ({
		real,
		values,
		bind(...bound) {
			for (const value of bound) {
				limit("value", bytesOf(value));
			}
			return statement(real.bind(...bound), bound);
		},
		...Object.fromEntries(
			["all", "run", "first"].map((name) => [
				name,
				(...args) => {
					query(1);
					return real[name](...args);
				},
			]),
		),
	});
	const DB = {
		prepare: (sql) => statement(env.DB.prepare(sql)),
		batch: (statements) => {
			query(statements.length);
			return writing(
				async () => {
					const start = Date.now();
					const results = await env.DB.batch(statements.map(({ real }) => real));
					counts.writeMs += Date.now() - start;
					counts.written++;
					for (const { meta } of results) {
						counts.rowsWritten += meta.rows_written;
						counts.rowsRead += meta.rows_read;
					}
					return results;
				},
				statements.flatMap(({ values }) => values).join(""),
			);
		},
	};
	const QUEUE = {
		send(body, options) {
			limit("message", bytesOf(body));
			if (env.FAULT === "half" && randomOf(env)(20) === 0) {
				counts.refused++;
				throw new Error("Too Many Requests");
			}
			return env.QUEUE.send(body, options);
		},
	};
	const BODIES = {
		async get(...args) {
			counts.reading = Math.max(counts.reading, ++reading);
			try {
				return await env.BODIES.get(...args);
			} finally {
				reading--;
			}
		},
		list: (...args) => env.BODIES.list(...args),
		delete: (...args) => env.BODIES.delete(...args),
		put(key, body, options) {
			limit("metadata", bytesOf(JSON.stringify(options.customMetadata)));
			return env.BODIES.put(key, body, options);
		},
	};
	return { ...env, DB, QUEUE, BODIES };
}

let state;

/** Whole numbers, the same for each SEED. */
const randomOf = (env) => (below) => {
	state = (Math.imul(state ?? env.SEED, 1664525) + 1013904223) >>> 0;
	return Math.floor((state / 2 ** 32) * below);
};

/** Whether this call is the one of `of` that is chosen. */
let position = 0;
let chosen = 0;
function isOneOf(of, random) {
	if (position % of === 0) {
		chosen = random(of);
	}
	return position++ % of === chosen;
}

/** What is done to each transaction of an invocation, by the variable FAULT. */
const faults = {
	none: () => undefined,
	/** Half of the batches fail. Of those, some have written before: the answer was lost. And the queue refuses a delivery now and then. */
	half: (random) => {
		if (!isOneOf(2, random)) {
			return undefined;
		}
		counts.failed++;
		const hasWritten = random(4) === 0;
		return async (write) => {
			if (hasWritten) {
				await write();
			}
			throw new Error("Network connection lost.");
		};
	},
	/** A third of the consumers die when they have written, before they have acknowledged it. */
	dies: (random, die) => {
		if (!isOneOf(3, random)) {
			return undefined;
		}
		counts.died++;
		return async (write) => {
			await write();
			die(new Error("the consumer has died"));
			await new Promise(() => {});
		};
	},
	/** Rows with certain words cannot be written. */
	poison: () => (write, values) => {
		if (values.includes("unwritable words")) {
			counts.times.push(Date.now());
			// As errors of databases can, it quotes what a person wrote.
			throw new Error(`these rows cannot be written: ${values}`);
		}
		return write();
	},
};

export default {
	async fetch(request, env, ctx) {
		switch (new URL(request.url).pathname) {
			case "/test/counts":
				return Response.json(counts);
			case "/test/sql": {
				const { sql, parameters } = await request.json();
				try {
					return Response.json(
						await env.DB.prepare(sql)
							.bind(...parameters)
							.all(),
					);
				} catch (error) {
					return Response.json({ error: String(error) });
				}
			}
			case "/test/object": {
				const { key, body, receivedAt } = await request.json();
				await env.BODIES.put(key, body, { customMetadata: { receivedAt } });
				return new Response();
			}
			default:
				return worker.fetch(request, limited(env), ctx);
		}
	},
	async queue(batch, env, ctx) {
		counts.batches++;
		counts.begun += batch.messages.length;
		for (const { attempts } of batch.messages) {
			counts.attempts[attempts] = (counts.attempts[attempts] ?? 0) + 1;
		}
		const start = Date.now();
		let die;
		const dead = new Promise((_, reject) => {
			die = reject;
		});
		const writing = faults[env.FAULT](randomOf(env), die);
		try {
			await Promise.race([worker.queue(batch, limited(env, writing), ctx), dead]);
		} finally {
			counts.lastEnd = Date.now();
			counts.consumeMs += counts.lastEnd - start;
			counts.ended += batch.messages.length;
		}
	},
	scheduled: (controller, env, ctx) => worker.scheduled(controller, env, ctx),
};
