// Finds browsers, and installs missing ones: node scripts/browsers.mjs chromium firefox webkit

import { installAsScript, programPath } from "./programs.mjs";

const browsers = {
	chromium: {
		variable: "CHROME",
		commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
		files: () => [
			"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
			"/Applications/Chromium.app/Contents/MacOS/Chromium",
		],
		debian: "chromium",
	},
	firefox: {
		variable: "FIREFOX",
		commands: ["firefox-esr", "firefox"],
		files: () => ["/Applications/Firefox.app/Contents/MacOS/firefox"],
		debian: "firefox-esr",
	},
	// The program is WebKit's driver. WebKitGTK's starts a small browser of its own, macOS's starts Safari.
	webkit: {
		variable: "WEBKIT_DRIVER",
		commands: ["WebKitWebDriver", "safaridriver"],
		files: () => [],
		debian: "webkit2gtk-driver xvfb",
	},
};

/** The path of `chromium` or `firefox`, or of the driver of `webkit`. If there is none, the error says how to install it. */
export const browserPath = (name) => programPath(browsers, name);

installAsScript(import.meta.url, browsers);
