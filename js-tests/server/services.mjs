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

/** Starts a server, runs with its port, and stops it. */
async function serving(program, args, { stop, ...options }, port, run) {
	const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
	const closed = once(child, "close");
	let text = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8").on("data", (part) => {
			text += part;
		});
	}
	try {
		await listening(child, port);
		return await run(port);
	} catch (error) {
		throw new Error(`${error.message}\n${program} has printed:\n${text}`, { cause: error });
	} finally {
		child.kill(stop);
		await closed;
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

/** Runs with the port of a new Redis server. */
export async function withRedis(run) {
	const dir = folder("redis");
	try {
		const port = await freePort();
		const args = [
			"--port",
			`${port}`,
			"--bind",
			"127.0.0.1",
			"--dir",
			dir,
			"--save",
			"",
			"--appendonly",
			"no",
		];
		return await serving(servicePath("redis"), args, { stop: "SIGTERM" }, port, run);
	} finally {
		rmSync(dir, { recursive: true, force: true });
	}
}

/** Runs with the port of a new PostgreSQL server, whose user `postgres` needs no password. */
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
