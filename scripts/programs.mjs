// Finds programs that the package does not bring, and installs missing ones from Debian's packages if it can.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { argv, env, exit, getuid } from "node:process";
import { fileURLToPath } from "node:url";

/** The path of a command, or nothing. */
export const which = (command) => spawnSync("which", [command], { encoding: "utf8" }).stdout?.trim();

function find({ variable, commands, files }) {
	if (env[variable] && !existsSync(env[variable])) {
		throw new Error(`the variable ${variable} names no program: ${env[variable]}`);
	}
	return [env[variable], ...commands.map(which), ...files()].find((it) => it && existsSync(it));
}

/**
 * The path of a program. If there is none, the error says how to install it. A program has the `variable` that can name
 * it, the `commands` and `files` that it can be, and its packages of `debian`.
 */
export function programPath(programs, name) {
	const path = find(programs[name]);
	if (path === undefined) {
		const { variable, debian } = programs[name];
		throw new Error(
			`${name} is missing: install it (Debian: apt-get install ${debian}), or name its program in the variable ${variable}`,
		);
	}
	return path;
}

/** If `module` is the script that runs, installs the missing programs that its arguments name. Exits if one is still missing. */
export function installAsScript(module, programs) {
	if (argv[1] !== fileURLToPath(module)) {
		return;
	}
	for (const name of argv.slice(2)) {
		try {
			if (find(programs[name]) === undefined) {
				aptInstall(programs[name].debian);
			}
			programPath(programs, name);
		} catch (error) {
			console.error(error.message);
			exit(1);
		}
	}
}

/** Installs packages by apt-get, if the machine has it and allows it. */
function aptInstall(packages) {
	if (!which("apt-get")) {
		return;
	}
	console.log(`installing ${packages} (about 20 seconds)`);
	const sudo = getuid() === 0 ? [] : ["sudo", "-n"];
	for (const args of [
		["update", "-qq"],
		["install", "-y", "-qq", "--no-install-recommends", ...packages.split(" ")],
	]) {
		const [command, ...rest] = [...sudo, "apt-get", ...args];
		spawnSync(command, rest, { stdio: ["ignore", "ignore", "inherit"] });
	}
}
