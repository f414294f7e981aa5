// Drives WebKit by its own W3C WebDriver: the small browser of WebKitGTK, or Safari on macOS.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { freePort, listening, printed } from "./row.mjs";

/** A virtual screen, if there is no real one: the driver starts the browser with a window. */
async function screen() {
	if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY || process.platform === "darwin") {
		return { env: {}, close() {} };
	}
	const server = spawn("Xvfb", ["-displayfd", "1"], { stdio: ["ignore", "pipe", "pipe"] });
	const failed = once(server, "error").then(([error]) => {
		throw new Error("Xvfb is missing: install it (Debian: apt-get install xvfb)", { cause: error });
	});
	const number = await Promise.race([printed(server, /^(\d+)\n/), failed]);
	return { env: { DISPLAY: `:${number}` }, close: () => server.kill() };
}

/** Starts the browser. The result has the part of puppeteer's interface that `inPage` uses, but no console messages. */
export async function launchWebKit(program) {
	const { env, close } = await screen();
	const port = await freePort();
	const driver = spawn(program, [`--port=${port}`], { env: { ...process.env, ...env }, stdio: "ignore" });
	const address = `http://127.0.0.1:${port}`;

	async function ask(method, path, body) {
		const response = await fetch(`${address}/session${path}`, {
			method,
			...(body && { body: JSON.stringify(body) }),
		});
		const { value } = await response.json();
		if (!response.ok) {
			throw new Error(`WebKit's driver: ${value.error}: ${value.message}`);
		}
		return value;
	}
	const end = () => {
		driver.kill();
		close();
	};
	const alwaysMatch = process.platform === "darwin" ? { browserName: "safari" } : {};
	let sessionId;
	try {
		await listening(driver, () => fetch(`${address}/status`));
		({ sessionId } = await ask("POST", "", { capabilities: { alwaysMatch } }));
	} catch (error) {
		end();
		throw error;
	}
	const goto = (url) => ask("POST", `/${sessionId}/url`, { url });
	const page = {
		on() {},
		goto,
		// The answer is JSON, in which undefined is null.
		evaluate: async (run) =>
			(await ask("POST", `/${sessionId}/execute/sync`, { script: `return (${run})();`, args: [] })) ??
			undefined,
		// All pages share one window, so it is not closed.
		close: () => goto("about:blank"),
	};
	return {
		newPage: async () => page,
		async close() {
			await ask("DELETE", `/${sessionId}`);
			end();
		},
	};
}
