// Finds database servers, and brings those that the machine lacks where Debian's packages can: node scripts/services.mjs postgres redis

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { argv, env, exit } from "node:process";
import { fileURLToPath } from "node:url";
import { aptInstall, which } from "./apt.mjs";

/** Debian keeps PostgreSQL's programs out of PATH, by version. */
const POSTGRES = "/usr/lib/postgresql";

const services = {
	redis: { variable: "REDIS_SERVER", paths: () => [which("redis-server")], debian: "redis-server" },
	postgres: {
		variable: "POSTGRES",
		paths: () => [
			which("postgres"),
			...(existsSync(POSTGRES) ? readdirSync(POSTGRES) : []).map((version) =>
				join(POSTGRES, version, "bin", "postgres"),
			),
		],
		debian: "postgresql",
	},
};

function find(name) {
	const { variable, paths } = services[name];
	if (env[variable] && !existsSync(env[variable])) {
		throw new Error(`the variable ${variable} names no program: ${env[variable]}`);
	}
	return [env[variable], ...paths()].find((it) => it && existsSync(it));
}

/** The program of a server, `redis` or `postgres`; throws how to install it if there is none. */
export function servicePath(name) {
	const path = find(name);
	if (path === undefined) {
		const { variable, debian } = services[name];
		throw new Error(
			`${name} is missing: install it (Debian: apt-get install ${debian}), or name its program in the variable ${variable}`,
		);
	}
	return path;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
	for (const name of argv.slice(2)) {
		try {
			if (find(name) === undefined) {
				aptInstall(services[name].debian);
			}
			servicePath(name);
		} catch (error) {
			console.error(error.message);
			exit(1);
		}
	}
}
