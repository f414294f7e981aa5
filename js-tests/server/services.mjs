// PostgreSQL and Redis for the time of a test: on free ports, in scratch folders, stopped by their own ids.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { getuid } from "node:process";
import { setTimeout } from "node:timers/promises";
import { servicePath } from "../../scripts/services.mjs";
import { freePort } from "../hosts/row.mjs";

/** How often a server is asked whether it listens: a minute in all. */
const ATTEMPTS = 600;

/** What a server prints when it takes commands. It listens earlier, and refuses them. */
const READY = {
	postgres: "database system is ready to accept connections",
	redis: "Ready to accept connections",
};

/** How many characters of what a server has printed are shown: its last. */
const PRINTED = 4_000;

/** Servers that end with this process, should it end before its tests. */
const running = new Set();
process.on("exit", () => {
	for (const child of running) {
		child.kill("SIGKILL");
	}
});

/** A program that listens, and can be stopped and started again. With `ready` it has started once it has printed that. */
export class Service {
	#program;
	#args;
	#options;
	#child;
	#closed;
	#ready;
	#text = "";
	#frozen = [];

	constructor(program, args, port, options, ready = "") {
		this.#ready = ready;
		this.#program = program;
		this.#args = args;
		this.#options = options;
		this.port = port;
	}

	get pid() {
		return this.#child.pid;
	}

	get printed() {
		return `${this.#program} has printed:\n${this.#text.slice(-PRINTED)}`;
	}

	async start() {
		this.#child = spawn(this.#program, this.#args, { stdio: ["ignore", "pipe", "pipe"], ...this.#options });
		const child = this.#child;
		running.add(child);
		child.once("exit", () => running.delete(child));
		this.#closed = once(child, "close");
		const before = this.#text.length;
		for (const stream of [this.#child.stdout, this.#child.stderr]) {
			stream.setEncoding("utf8").on("data", (part) => {
				this.#text += part;
			});
		}
		await this.#listening(before);
	}

	signal(name) {
		this.#child.kill(name);
	}

	/** Resolves to the exit code, or `null` if the signal has ended it. */
	async stop(signal) {
		// A process that hangs hears no signal but SIGKILL.
		this.thaw();
		this.#child.kill(signal);
		const [code] = await this.#closed;
		return code;
	}

	/** Has it hang until `thaw`: connections stay open, and nothing is answered. */
	freeze() {
		// PostgreSQL has a process for each connection.
		const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
		const children = stdout
			.split("\n")
			.map((line) => line.trim().split(/\s+/).map(Number))
			.filter(([, parent]) => parent === this.pid);
		this.#frozen = [this.pid, ...children.map(([child]) => child)];
		for (const it of this.#frozen) {
			process.kill(it, "SIGSTOP");
		}
	}

	thaw() {
		for (const it of this.#frozen.splice(0)) {
			process.kill(it, "SIGCONT");
		}
	}

	/** Waits until it listens, and has printed that it is ready behind the first `before` characters. */
	async #listening(before) {
		for (let i = 0; i < ATTEMPTS && this.#child.exitCode === null; i++) {
			const socket = createConnection(this.port, "127.0.0.1");
			const isThere = await new Promise((resolve) => {
				socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
			});
			socket.destroy();
			if (isThere && this.#text.includes(this.#ready, before)) {
				return;
			}
			await setTimeout(100);
		}
		throw new Error("it does not listen");
	}
}

/**
 * Makes a server in a scratch folder of `user`, runs with its port and the server, and stops it by a signal. `prepare` is given the
 * folder, and gives the arguments.
 */
async function serving(name, { user, signal, prepare }, run) {
	const dir = mkdtempSync(join(tmpdir(), `azeer-${name}-`));
	try {
		const options = { cwd: dir, env: { ...process.env, HOME: dir, LC_ALL: "C" } };
		if (getuid() === 0) {
			Object.assign(options, userOf(user));
			chownSync(dir, options.uid, options.gid);
		}
		const program = servicePath(name);
		const port = await freePort();
		const service = new Service(
			program,
			prepare({ program, dir, port, options }),
			port,
			options,
			READY[name],
		);
		try {
			await service.start();
			return await run(port, service);
		} catch (error) {
			throw new Error(`${error.message}\n${service.printed}`, { cause: error });
		} finally {
			await service.stop(signal);
		}
	} finally {
		rmSync(dir, { recursive: true, force: true });
	}
}

/** Runs with the port of a new Redis server, which keeps nothing on the disk unless `settings` say so. */
export function withRedis(run, settings = ["--save", "", "--appendonly", "no"]) {
	const prepare = ({ dir, port }) => ["--port", `${port}`, "--bind", "127.0.0.1", "--dir", dir, ...settings];
	return serving("redis", { user: "nobody", signal: "SIGTERM", prepare }, run);
}

/**
 * Runs with the port of a new PostgreSQL server, whose user `postgres` needs no password. It does not wait for the disk unless `settings`
 * say so.
 */
export function withPostgres(run, settings = ["-F"]) {
	const prepare = ({ program, dir, port, options }) => {
		const data = join(dir, "data");
		const args = ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"];
		const made = spawnSync(join(dirname(program), "initdb"), args, { encoding: "utf8", ...options });
		if (made.status !== 0) {
			throw new Error(`initdb failed: ${made.error ?? made.stdout + made.stderr}`);
		}
		return ["-D", data, "-p", `${port}`, "-k", dir, "-h", "127.0.0.1", ...settings];
	};
	// PostgreSQL refuses to be run by root; Debian's package has a user for it. The signal ends it without waiting for clients.
	return serving("postgres", { user: "postgres", signal: "SIGINT", prepare }, run);
}

function userOf(name) {
	const [uid, gid] = ["-u", "-g"].map((flag) => {
		const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
		if (status !== 0) {
			throw new Error(`root may not run a server, and there is no user ${name}`);
		}
		return Number(stdout);
	});
	return { uid, gid };
}
