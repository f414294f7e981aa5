// Builds applications by every bundler, and runs them in Chromium or Node.js.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { after } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { closeBrowsers, inPage, serving } from "../hosts/browsers.mjs";
import { reported, row } from "../hosts/row.mjs";
import { answered } from "../hosts/workerd.mjs";
import { application, apps, filesIn, parts } from "./apps.mjs";
import { builtByUnwasm, bundlers, OUT } from "./bundlers.mjs";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const own = read("package.json");
const versions = {
	...read("../../package.json").devDependencies,
	...own.dependencies,
	...own.devDependencies,
};
const packages = { rspack: "@rspack/core" };
const page = '<!doctype html><meta charset="utf-8"><script type="module" src="/main.js"></script>\n';

after(closeBrowsers);

/** Opens a built page in Chromium. */
function opened(folder) {
	const load = (path) => {
		const file = join(folder, OUT, path === "/" ? "index.html" : path);
		return existsSync(file) ? readFileSync(file) : path === "/" ? page : undefined;
	};
	return serving(load, {}, (address) => inPage("chromium", `${address}/`));
}

const run = (folder) => reported(process.execPath, [join(folder, OUT, "main.js")]);

/** Builds an application, compares the parts in its bundle with the wanted ones, and runs it. */
function built(name, sources, target, wanted) {
	return async (t) =>
		application(sources, async (folder) => {
			await bundlers[name](folder, Object.keys(sources)[0], target);
			const files = filesIn(join(folder, OUT));
			const found = parts(files);
			t.diagnostic(`${JSON.stringify(found)} ${sizes(files)}`);
			for (const [part, count] of Object.entries(wanted)) {
				assert.equal(found[part], count, part);
			}
			return target === "web" ? opened(folder) : run(folder);
		});
}

function sizes(files) {
	const all = Buffer.concat([...files.values()]);
	return `${all.length} B, ${brotliCompressSync(all).length} B brotli`;
}

const matrix = { only: "matrix" };
/** The wanted parts: one of each module, however often it is imported, and fewer if only `parse` is imported. */
const whole = { parser: 1, core: 1, inspect: 1 };
const onlyParse = { core: 1, inspect: 0, parseMany: 0, redact: 0, match: 0 };

/** How an application gets the address of core.wasm, for bundlers that need no configuration for it. */
const slim = {
	vite: 'import url from "azeer-webhooks/core.wasm?url";',
	webpack: 'const url = new URL("azeer-webhooks/core.wasm", import.meta.url);',
	rspack: 'const url = new URL("azeer-webhooks/core.wasm", import.meta.url);',
};

for (const [title, name, options, targets] of [
	["Vite", "vite", {}, []],
	["webpack", "webpack", {}, ["required", "suite"]],
	["esbuild", "esbuild", {}, ["required", "suite"]],
	["Rollup", "rollup", matrix, ["suite"]],
	["Rspack", "rspack", matrix, ["required", "suite"]],
]) {
	const host = `${title} ${versions[packages[name] ?? name]}`;
	row(host, "page", built(name, apps.suite, "web", whole), options);
	row(host, "page, parse alone", built(name, apps.parse, "web", onlyParse), options);
	if (name !== "rollup") {
		// Rollup does not read CommonJS by itself.
		row(host, "page, import beside require", built(name, apps.mixed, "web", { core: 1, inspect: 1 }), matrix);
	}
	if (name in slim) {
		row(host, "page, slim and fetch", built(name, apps.slim(slim[name]), "web", { core: 0 }), matrix);
	}
	for (const app of targets) {
		const way = app === "suite" ? "for Node.js, ESM" : "for Node.js, CommonJS";
		row(host, way, built(name, apps[app], "node", whole), matrix);
	}
}

row(`Parcel ${versions.parcel}`, "page", built("parcel", apps.suite, "web", whole), matrix);
row(
	`Rollup ${versions.rollup}`,
	`worker, by unwasm ${versions.unwasm}, as in Nitro`,
	() =>
		application(apps.worker, async (folder) => {
			await builtByUnwasm(folder, "main.mjs");
			const files = filesIn(join(folder, OUT));
			assert.deepEqual([...files.keys()].map(extname).sort(), [".js", ".wasm", ".wasm"]);
			assert.equal(parts(files).core, 0);
			return answered(Object.fromEntries(files));
		}),
	matrix,
);

for (const [way, app] of [
	["dev server", apps.suite],
	["dev server, slim and fetch", apps.slim(slim.vite)],
]) {
	row(
		`Vite ${versions.vite}`,
		way,
		() =>
			application(app, async (root) => {
				const { createServer } = await import("vite");
				const server = await createServer({
					root,
					logLevel: "error",
					server: { host: "127.0.0.1", port: 0 },
				});
				try {
					await server.listen();
					return await inPage("chromium", server.resolvedUrls.local[0]);
				} finally {
					await server.close();
				}
			}),
		matrix,
	);
}
