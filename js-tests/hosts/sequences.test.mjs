// Random sequences of calls in every host. The package keeps different state and converts strings in different ways in
// each.
//
//   STEPS=1000000 SEED=7 …    more calls, and other calls

import { join } from "node:path";
import { after } from "node:test";
import { copies, core } from "../sequences/copies.mjs";
import { fixtures } from "../suite.mjs";
import { closeBrowsers, inPage, serving } from "./browsers.mjs";
import { bundled, here, scratch } from "./made.mjs";
import { nodes, program } from "./programs.mjs";
import { isFull, report, reported, row } from "./row.mjs";
import { answered } from "./workerd.mjs";

const STEPS = Number(process.env.STEPS ?? (isFull ? 50_000 : 4_000));
const SEED = Number(process.env.SEED ?? 1);
/** How long a page may take, in milliseconds. */
const PAGE_TIMEOUT = 60_000 + 20 * STEPS;

after(closeBrowsers);

/** The sequence as a script that exports `check(apis, fresh)`. */
const sequence = bundled({
	stdin: {
		contents: `import { agent } from "../agent.mjs";
import { run } from "../sequences/sequence.mjs";
const examples = ${JSON.stringify([...fixtures.values()])};
export async function check(apis, fresh) {
	const outcome = { checks: ${STEPS}, failures: [], agent: agent() };
	try {
		await run({ apis, fresh, seed: ${SEED}, steps: ${STEPS}, examples });
	} catch (error) {
		outcome.failures.push(String(error?.stack ?? error));
	}
	return outcome;
}
`,
		resolveDir: here,
	},
	target: "es2022",
	platform: "neutral",
});

const imports = `import * as main from "azeer-webhooks";
import { page, slim } from "./copies.mjs";
import { check } from "./sequence.mjs";
`;
const checked = `
const outcome = await check({ main, slim: await slim(core), page: page() }, () => slim(core));
`;
const files = { "sequence.mjs": sequence, "copies.mjs": copies, "core.wasm": core };

/** Declares the row of a host that runs programs. */
function rows(host, command, options) {
	const load = 'new WebAssembly.Module(readFileSync(new URL("core.wasm", import.meta.url)))';
	const lines = [
		'import { readFileSync } from "node:fs";',
		imports,
		`const core = ${load};`,
		checked,
		report,
	];
	row(
		host,
		"sequences",
		() =>
			scratch({ ...files, "program.mjs": lines.join("\n") }, (cwd) => {
				const [name, ...args] = command();
				return reported(name, [...args, "program.mjs"], { cwd });
			}),
		options,
	);
}

for (const [name, version] of Object.entries(nodes)) {
	rows(`Node.js ${version}`, () => [program(name)], { only: "matrix" });
}
rows("Bun", () => [program("bun"), "run"]);
rows("Deno", () => [program("deno"), "run", "--no-prompt", "--allow-read"]);

// Without the build for pages, which compiles its core: workers may not compile.
const worker = `import core from "core.wasm";
${imports}
export default {
	fetch: async () => Response.json(await check({ main, slim: await slim(core) }, () => slim(core))),
};
`;
row("workerd", "sequences", () =>
	scratch({ ...files, "worker.mjs": worker }, async (folder) => {
		const entry = await bundled({
			entryPoints: [join(folder, "worker.mjs")],
			conditions: ["workerd", "worker"],
			external: ["*.wasm"],
		});
		return answered({ "worker.mjs": entry, "core.wasm": core });
	}),
);

const main = `${imports}
const core = await WebAssembly.compileStreaming(fetch("/core.wasm"));
${checked}
globalThis.outcome = outcome;
`;
function inBrowser(browser) {
	return scratch({ ...files, "main.mjs": main }, async (folder) => {
		const served = {
			"/": '<!doctype html><meta charset="utf-8"><script type="module" src="/main.js"></script>',
			"/main.js": await bundled({ entryPoints: [join(folder, "main.mjs")] }),
			"/core.wasm": core,
		};
		const load = (path) => served[path];
		return serving(load, {}, (address) => inPage(browser, address, PAGE_TIMEOUT));
	});
}
row("Chromium", "sequences", () => inBrowser("chromium"));
row("Firefox", "sequences", () => inBrowser("firefox"), { only: "matrix" });
