// Finds programs, and installs Debian's packages where that is possible.

import { spawnSync } from "node:child_process";
import { getuid } from "node:process";

/** The path of a command, or nothing. */
export const which = (command) => spawnSync("which", [command], { encoding: "utf8" }).stdout?.trim();

/** Installs packages by apt-get, if it is there and may be used. Whoever needs them looks again and says what is missing. */
export function aptInstall(packages) {
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
