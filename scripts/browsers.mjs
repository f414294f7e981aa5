// Finds browsers, and installs missing ones from Debian's packages if it can: node scripts/browsers.mjs chromium
// firefox webkit

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { argv, env, exit, getuid } from "node:process";
import { fileURLToPath } from "node:url";

const browsers = {
	chromium: {
		variable: "CHROME",
		commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
		files: [
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
			"/Applications/Chromium.app/Contents/MacOS/Chromium",
		],
		debian: "chromium",
	},
	firefox: {
		variable: "FIREFOX",
		commands: ["firefox-esr", "firefox"],
		files: ["/Applications/Firefox.app/Contents/MacOS/firefox"],
		debian: "firefox-esr",
	},
	// The program is WebKit's driver. WebKitGTK's starts a small browser of its own, macOS's starts Safari.
	webkit: {
		variable: "WEBKIT_DRIVER",
		commands: ["WebKitWebDriver", "safaridriver"],
		files: [],
		debian: "webkit2gtk-driver xvfb",
	},
};

const which = (command) => spawnSync("which", [command], { encoding: "utf8" }).stdout?.trim();

function find(name) {
	const { variable, commands, files } = browsers[name];
	if (env[variable] && !existsSync(env[variable])) {
		throw new Error(`the variable ${variable} names no program: ${env[variable]}`);
	}
	return [env[variable], ...commands.map(which), ...files].find((it) => it && existsSync(it));
}

/**
 * The path of `chromium` or `firefox`, or of the driver of `webkit`. If there is none, the error says how to install
 * it.
 */
export function browserPath(name) {
	const path = find(name);
	if (path === undefined) {
		const { variable, debian } = browsers[name];
		throw new Error(
			`${name} is missing: install it (Debian: apt-get install ${debian}), or name its program in the variable ${variable}`,
		);
	}
	return path;
}

/** Installs a missing browser, if the machine has apt-get and allows it. */
function installBrowser(name) {
	if (find(name) !== undefined || !which("apt-get")) {
		return;
	}
	const { debian } = browsers[name];
	console.log(`installing ${debian} (about 20 seconds)`);
	const sudo = getuid() === 0 ? [] : ["sudo", "-n"];
	for (const args of [
		["update", "-qq"],
		["install", "-y", "-qq", "--no-install-recommends", ...debian.split(" ")],
	]) {
		const [command, ...rest] = [...sudo, "apt-get", ...args];
		spawnSync(command, rest, { stdio: ["ignore", "ignore", "inherit"] });
	}
}

if (argv[1] === fileURLToPath(import.meta.url)) {
	for (const name of argv.slice(2)) {
		try {
			installBrowser(name);
			browserPath(name);
		} catch (error) {
			console.error(error.message);
			exit(1);
		}
	}
}
