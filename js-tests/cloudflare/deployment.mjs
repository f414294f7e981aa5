// The example as its README says: installed from the packed package, and run by `wrangler dev`.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packed } from "../../scripts/install.mjs";
import { program } from "../hosts/programs.mjs";
import { freePort, output, printed } from "../hosts/row.mjs";

const here = dirname(fileURLToPath(import.meta.url));
export const root = dirname(dirname(here));
const example = join(root, "examples", "cloudflare");

/** The secrets of the README. */
export const TOKEN = "secret";
export const API_TOKEN = "another";

/** The entry of the tests, which is in front of that of the example. */
const ENTRY = "test-entry.mjs";
const CONFIG = "wrangler.test.json";

/** wrangler needs Node.js 22. Without network it asks for nothing, and it tells nobody that it runs. */
const env = {
	...process.env,
	PATH: [dirname(program("node24")), process.env.PATH].join(delimiter),
	CI: "1",
	NO_COLOR: "1",
	WRANGLER_SEND_METRICS: "false",
	CLOUDFLARE_CF_FETCH_ENABLED: "false",
	NODE_TEST_CONTEXT: undefined,
};

/** The commands of the README: what is run before the service, the service, and what asks it. */
export function instructions() {
	const readme = readFileSync(join(example, "README.md"), "utf8");
	const [setup, start, post, read] = [...readme.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, text]) => text);
	assert.match(setup, /^npm install$/m);
	assert.match(start, /^npx wrangler dev --ip 127\.0\.0\.1 --port 8080$/);
	for (const curl of [post, read]) {
		assert.match(curl, /^curl .* http:\/\/127\.0\.0\.1:8080\//s);
	}
	return { setup, start, post, read };
}

/** Calls `run` with a folder in which the example is installed. */
export async function installed(run) {
	const folder = mkdtempSync(join(tmpdir(), "azeer-cloudflare-"));
	try {
		cpSync(example, folder, {
			recursive: true,
			filter: (it) => !/[/\\](node_modules|\.wrangler|\.dev\.vars|worker-configuration\.d\.ts)$/.test(it),
		});
		const { setup } = instructions();
		await inFolder(folder, setup.replaceAll("../../pkg/azeer-webhooks-*.tgz", packed()));
		copyFileSync(join(here, "entry.mjs"), join(folder, ENTRY));
		return await run(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

/** Runs a command in the folder of the example, and resolves to what it prints. */
export const inFolder = (folder, command) => output("sh", ["-ec", command], { cwd: folder, env });

/**
 * Writes a configuration with the entry of the tests. `vars` replace variables, `consumer` settings of the first consumer, so that tests need
 * not wait as long as production does.
 */
function configure(folder, name, { vars = {}, consumer = {} }) {
	const text = readFileSync(join(folder, "wrangler.jsonc"), "utf8");
	const config = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
	config.main = ENTRY;
	config.vars = { ...config.vars, ...vars };
	for (const queue of config.queues.consumers) {
		queue.retry_delay = 1;
		queue.max_batch_timeout = 1;
	}
	Object.assign(config.queues.consumers[0], consumer);
	writeFileSync(join(folder, `${name}.${CONFIG}`), JSON.stringify(config));
	return `${name}.${CONFIG}`;
}

/** A service that runs, with its state in a folder of its own. It can be killed, and started again with the same state. */
export class Service {
	#folder;
	#config;
	#state;
	#child;
	#port;
	/** What wrangler and the worker have printed. */
	text = "";

	/** @param options `vars` and `consumer` as above; without options the example runs as users run it */
	static async start(folder, name, options) {
		const service = new Service();
		service.#folder = folder;
		service.#state = join(folder, `state-${name}`);
		service.#config = options === undefined ? "wrangler.jsonc" : configure(folder, name, options);
		if (!existsSync(service.#state)) {
			// With the tables that the commands of the README have made.
			cpSync(join(folder, ".wrangler", "state"), service.#state, { recursive: true });
		}
		service.#port = await freePort();
		await service.restart();
		return service;
	}

	async restart() {
		const { start } = instructions();
		const command = start.replace("8080", this.#port);
		const args = ["-ec", `exec ${command} --config ${this.#config} --persist-to ${this.#state}`];
		const child = spawn("sh", args, {
			cwd: this.#folder,
			env,
			stdio: ["ignore", "pipe", "pipe"],
			detached: true,
		});
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding("utf8").on("data", (part) => {
				this.text += part;
			});
		}
		this.#child = child;
		await printed(child, /Ready on (http:\S+)/);
	}

	/** Ends wrangler and the runtime: by SIGKILL, they get no chance to write anything. */
	async stop(signal = "SIGTERM") {
		const closed = once(this.#child, "close");
		process.kill(-this.#child.pid, signal);
		await closed;
	}

	/** The ids of the processes of the service. */
	get group() {
		return this.#child.pid;
	}

	url(path) {
		return `http://127.0.0.1:${this.#port}${path}`;
	}

	/** Posts a delivery, and resolves to the status of the answer. */
	async post(body, token = TOKEN) {
		const response = await fetch(this.url("/azeer"), {
			method: "POST",
			body,
			headers: { "x-token": token },
		});
		await response.arrayBuffer();
		return response.status;
	}

	/** Asks the read API. */
	async api(path, { token = API_TOKEN, ...options } = {}) {
		return fetch(this.url(`/api/${path}`), { ...options, headers: { authorization: `Bearer ${token}` } });
	}

	/** A page of events. */
	async search(search) {
		const response = await this.api("events", { method: "POST", body: JSON.stringify(search) });
		assert.equal(response.status, 200, await response.clone().text());
		return response.json();
	}

	/** Runs SQL in the database of the worker, by the entry of the tests. */
	async sql(sql, ...parameters) {
		const response = await fetch(this.url("/test/sql"), {
			method: "POST",
			body: JSON.stringify({ sql, parameters }),
		});
		const answer = await response.json();
		assert.equal(answer.error, undefined, sql);
		return answer;
	}

	/** Puts an object into R2, by the entry of the tests. */
	async put(key, receivedAt) {
		const body = JSON.stringify({ key, body: key, receivedAt });
		assert.equal((await fetch(this.url("/test/object"), { method: "POST", body })).status, 200);
	}

	/** What the entry of the tests has counted since the start. */
	async counts() {
		return (await fetch(this.url("/test/counts"))).json();
	}
}
