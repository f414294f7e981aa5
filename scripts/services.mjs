// Finds database servers, and installs missing ones: node scripts/services.mjs postgres redis

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { installAsScript, programPath } from "./programs.mjs";

/** Debian keeps PostgreSQL's programs out of PATH, by version. */
const POSTGRES = "/usr/lib/postgresql";

const services = {
	redis: { variable: "REDIS_SERVER", commands: ["redis-server"], files: () => [], debian: "redis-server" },
	postgres: {
		variable: "POSTGRES",
		commands: ["postgres"],
		files: () =>
			existsSync(POSTGRES)
				? readdirSync(POSTGRES).map((version) => join(POSTGRES, version, "bin", "postgres"))
				: [],
		debian: "postgresql",
	},
};

/** The program of a server, `redis` or `postgres`. If there is none, the error says how to install it. */
export const servicePath = (name) => programPath(services, name);

installAsScript(import.meta.url, services);
