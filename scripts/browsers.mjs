// Finds browsers, and installs missing ones from Debian's packages if it can: node scripts/browsers.mjs chromium
// firefox webkit

import { existsSync } from "node:fs";
import { argv, env, exit } from "node:process";
import { fileURLToPath } from "node:url";
import { aptInstall, which } from "./apt.mjs";

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

if (argv[1] === fileURLToPath(import.meta.url)) {
	for (const name of argv.slice(2)) {
		try {
			if (find(name) === undefined) {
				aptInstall(browsers[name].debian);
			}
			browserPath(name);
		} catch (error) {
			console.error(error.message);
			exit(1);
		}
	}
}
