// Runs examples/redis-postgres as its README says: installed from the tarball, with real servers.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { packed } from "../../scripts/install.mjs";
import { freePort, output } from "../hosts/row.mjs";
import { Service, withPostgres, withRedis } from "../server/services.mjs";
import { createClient, pg } from "./clients.mjs";

export const TOKEN = "a-token-of-some-length";
export const STREAM = "{azeer}:deliveries";
export const DEAD = "{azeer}:dead";

const source = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "examples", "redis-postgres");
const readme = readFileSync(join(source, "README.md"), "utf8");

/** The code blocks of the README in a language. */
export const blocks = (language) =>
	[...readme.matchAll(new RegExp(`^ *\`\`\`${language}\\n(.*?)\\n *\`\`\`$`, "gms"))].map(([, text]) => text);

const [install, compose, redis, receiver, consumer, curl] = blocks("sh");

/** What Redis is started with. */
export function redisSettings() {
	const command = /command: (redis-server .*)/.exec(readFileSync(join(source, "compose.yaml"), "utf8"))?.[1];
	assert.equal(redis, command, "the README and compose.yaml start Redis in the same way");
	return redis.split(" ").slice(1);
}

/** The request that the README posts. */
export function request() {
	assert.match(compose, /^TOKEN=secret POSTGRES_PASSWORD=\S+ docker compose up$/);
	const [, header, fixture, path] =
		/^curl -i -H "(\S+): secret" --data-binary @(\S+) http:\/\/localhost:8080(\/\S*)$/.exec(
			curl.replaceAll("\\\n  ", ""),
		);
	return { header, fixture: readFileSync(join(source, fixture), "utf8"), path };
}

let folder;

/** Copies the example and installs it, once for all tests of a process. */
async function installed() {
	if (folder === undefined) {
		folder = mkdtempSync(join(tmpdir(), "azeer-redis-postgres-"));
		process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
		cpSync(source, folder, { recursive: true, filter: (it) => !/[/\\](node_modules|dist)$/.test(it) });
		const command = install.replace("../../pkg/azeer-webhooks-*.tgz", packed());
		await output("sh", ["-ec", command], { cwd: folder });
	}
	return folder;
}

/**
 * Runs with the servers, their clients, and functions that start the example's services. Ends all of them. `start` of a service that
 * this gives starts it again.
 */
export async function deployed(run, { env = {} } = {}) {
	const cwd = await installed();
	const services = [];
	const started = async (command, settings) => {
		const port = await freePort();
		const [, file] = /node (dist\/\w+\.js)$/.exec(command);
		const service = new Service(execPath, [file], port, {
			cwd,
			env: { ...process.env, ...settings, PORT: port },
		});
		services.push(service);
		await service.start();
		return service;
	};
	await withRedis(
		(redisPort, redisServer) =>
			withPostgres(async (postgresPort, postgresServer) => {
				const REDIS_URL = `redis://127.0.0.1:${redisPort}`;
				const DATABASE_URL = `postgres://postgres@127.0.0.1:${postgresPort}/postgres`;
				const client = createClient({ url: REDIS_URL });
				const pool = new pg.Pool({ connectionString: DATABASE_URL });
				for (const it of [client, pool]) {
					// Servers are stopped on purpose.
					it.on("error", () => {});
				}
				const common = { REDIS_URL, ...env };
				try {
					await client.connect();
					await run({
						redisServer,
						postgresServer,
						client,
						pool,
						query: async (text, values) => (await pool.query(text, values)).rows,
						receiver: (more) => started(receiver, { ...common, TOKEN, ...more }),
						consumer: (more) => started(consumer, { ...common, DATABASE_URL, ...more }),
					});
				} catch (error) {
					throw new Error([error.message, ...services.map((it) => it.printed)].join("\n"), {
						cause: error,
					});
				} finally {
					await Promise.all(services.map((it) => it.stop("SIGKILL")));
					client.destroy();
					await pool.end();
				}
			}, []),
		redisSettings(),
	);
}

/** Posts a body to a receiver. Resolves to the status. */
export async function post({ port }, body, { token = TOKEN, method = "POST" } = {}) {
	const { header, path } = request();
	const headers = { "content-type": "application/json", ...(token && { [header]: token }) };
	const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body, headers });
	await response.arrayBuffer();
	return response.status;
}
