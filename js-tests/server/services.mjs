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

/** How often a server is asked whether it listens: 20 seconds in all. */
const ATTEMPTS = 200;

const folder = (name) => mkdtempSync(join(tmpdir(), `azeer-${name}-`));

/** A server at a port, which a test can stop, start again, and have hang. */
class Server {
	#program;
	#args;
	#options;
	#port;
	#child;
	#closed;
	#text = "";
	#frozen = [];

	constructor(program, args, options, port) {
		this.#program = program;
		this.#args = args;
		this.#options = options;
		this.#port = port;
	}

	/** What it has printed. */
	get printed() {
		return `${this.#program} has printed:\n${this.#text}`;
	}

	async start() {
		const child = spawn(this.#program, this.#args, { stdio: ["ignore", "pipe", "pipe"], ...this.#options });
		this.#child = child;
		this.#closed = once(child, "close");
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding("utf8").on("data", (part) => {
				this.#text += part;
			});
		}
		await listening(child, this.#port);
	}

	/** Ends it by a signal, and waits until it is gone. */
	async stop(signal) {
		// A process that hangs hears no signal but this one.
		this.thaw();
		this.#child.kill(signal);
		await this.#closed;
	}

	/** Has it hang until `thaw`: connections stay open, and nothing is answered. */
	freeze() {
		// PostgreSQL has a process for each connection.
		const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
		const { pid } = this.#child;
		const children = stdout
			.split("\n")
			.map((line) => line.trim().split(/\s+/).map(Number))
			.filter(([, parent]) => parent === pid);
		this.#frozen = [pid, ...children.map(([child]) => child)];
		for (const it of this.#frozen) {
			process.kill(it, "SIGSTOP");
		}
	}

	thaw() {
		for (const it of this.#frozen.splice(0)) {
			process.kill(it, "SIGCONT");
		}
	}
}

/** Starts a server, runs with its port and the server, and stops it. */
async function serving(program, args, { stop, ...options }, port, run) {
	const server = new Server(program, args, options, port);
	try {
		await server.start();
		return await run(port, server);
	} catch (error) {
		throw new Error(`${error.message}\n${server.printed}`, { cause: error });
	} finally {
		await server.stop(stop);
	}
}

async function listening(child, port) {
	for (let i = 0; i < ATTEMPTS && child.exitCode === null; i++) {
		const socket = createConnection(port, "127.0.0.1");
		const isThere = await new Promise((resolve) => {
			socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
		});
		socket.destroy();
		if (isThere) {
			return;
		}
		await setTimeout(100);
	}
	throw new Error("it does not listen");
}

/** Runs with the port of a new Redis server, and the server. With `isKept`, it writes what it does to a file, and reads that at its start. */
export async function withRedis(run, { isKept = false } = {}) {
	const dir = folder("redis");
	try {
		const port = await freePort();
		const settings = {
			port: `${port}`,
			bind: "127.0.0.1",
			dir,
			save: "",
			appendonly: isKept ? "yes" : "no",
		};
		const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
		return await serving(servicePath("redis"), args, { stop: "SIGTERM" }, port, run);
	} finally {
		rmSync(dir, { recursive: true, force: true });
	}
}

/** Runs with the port of a new PostgreSQL server, whose user `postgres` needs no password, and the server. */
export async function withPostgres(run) {
	const dir = folder("postgres");
	try {
		const postgres = servicePath("postgres");
		// PostgreSQL refuses to be run by root; Debian's package has a user for it.
		const user = getuid() === 0 ? userOf("postgres") : {};
		if (user.uid !== undefined) {
			chownSync(dir, user.uid, user.gid);
		}
		const data = join(dir, "data");
		const options = { ...user, cwd: dir, env: { ...process.env, HOME: dir, LC_ALL: "C" } };
		const initdb = join(dirname(postgres), "initdb");
		const args = ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"];
		const made = spawnSync(initdb, args, { encoding: "utf8", ...options });
		if (made.status !== 0) {
			throw new Error(`initdb failed: ${made.error ?? made.stdout + made.stderr}`);
		}
		const port = await freePort();
		const server = ["-D", data, "-p", `${port}`, "-k", dir, "-h", "127.0.0.1", "-F"];
		// This signal ends it at once, without waiting for clients.
		return await serving(postgres, server, { ...options, stop: "SIGINT" }, port, run);
	} finally {
		rmSync(dir, { recursive: true, force: true });
	}
}

function userOf(name) {
	const [uid, gid] = ["-u", "-g"].map((flag) => {
		const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
		if (status !== 0) {
			throw new Error(`root may not run PostgreSQL, and there is no user ${name}`);
		}
		return Number(stdout);
	});
	return { uid, gid };
}
