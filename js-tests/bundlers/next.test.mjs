// Builds and runs a Next.js application without configuration: a route handler on nodejs, one on edge, and a client
// component.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { dependencies, install } from "../../scripts/install.mjs";
import { closeBrowsers, inPage } from "../hosts/browsers.mjs";
import { suite } from "../hosts/made.mjs";
import { output, printed, row, running } from "../hosts/row.mjs";

const project = join(dirname(fileURLToPath(import.meta.url)), "next");
const { dependencies: pinned } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
const next = (...args) => [
	process.execPath,
	[join(project, "node_modules", "next", "dist", "bin", "next"), ...args],
];
const env = { NEXT_TELEMETRY_DISABLED: "1" };

after(closeBrowsers);

let isReady = false;
/** Installs Next.js and the package as users do. */
async function prepare() {
	if (!isReady) {
		dependencies(project);
		install(project);
		writeFileSync(join(project, "suite.mjs"), await suite("esm"));
		isReady = true;
	}
	rmSync(join(project, ".next"), { recursive: true, force: true });
}

/** Starts a server and adds up the outcomes of both routes and the page. */
async function visited(...args) {
	const [command, rest] = next(...args, "--port", "0", "--hostname", "127.0.0.1");
	return running(command, rest, { cwd: project, env: { ...process.env, ...env } }, async (server) => {
		const address = await printed(server, /(http:\/\/127\.0\.0\.1:\d+)/);
		const outcomes = [await inPage("chromium", address)];
		for (const [route, agent] of [
			["node", /Node\.js (?!.*edge-runtime)/],
			["edge", /edge-runtime/],
		]) {
			const response = await fetch(`${address}/${route}`);
			assert.equal(response.status, 200, `${route}: ${await response.clone().text()}`);
			const outcome = await response.json();
			assert.match(outcome.agent, agent);
			outcomes.push(outcome);
		}
		return {
			checks: outcomes.reduce((sum, { checks }) => sum + checks, 0),
			failures: outcomes.flatMap(({ failures }) => failures),
		};
	});
}

const matrix = { only: "matrix" };

for (const [way, flags, options] of [
	["built by Turbopack", [], {}],
	["built by webpack", ["--webpack"], matrix],
]) {
	row(
		`Next.js ${pinned.next}`,
		`${way}: routes on nodejs and edge, a page`,
		async () => {
			await prepare();
			const [command, args] = next("build", ...flags);
			await output(command, args, { cwd: project, env });
			// The edge runtime compiles no bytes, so both modules must be files.
			const files = readdirSync(join(project, ".next", "server"), { recursive: true });
			assert.ok(files.filter((name) => name.endsWith(".wasm")).length >= 2, files.join("\n"));
			return visited("start");
		},
		options,
	);
}

for (const [way, flags] of [
	["dev server, Turbopack", []],
	["dev server, webpack", ["--webpack"]],
]) {
	row(
		`Next.js ${pinned.next}`,
		`${way}: routes on nodejs and edge, a page`,
		async () => {
			await prepare();
			return visited("dev", ...flags);
		},
		matrix,
	);
}
