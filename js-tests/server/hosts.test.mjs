// A receiver in hosts that call it with a Request: workerd, Deno and Bun.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { bundled, here, scratch } from "../hosts/made.mjs";
import { program } from "../hosts/programs.mjs";
import { printed, running } from "../hosts/row.mjs";
import { makeWorker } from "../hosts/workerd.mjs";
import { assertReceives, source } from "./fetch-hosts.mjs";

test("workerd", async () => {
	const contents = `${source}\nexport default { fetch: receive };`;
	const script = await bundled({
		stdin: { contents, resolveDir: here },
		conditions: ["workerd", "worker"],
		external: ["*.wasm"],
	});
	const core = readFileSync(createRequire(import.meta.url).resolve("azeer-webhooks/core.wasm"));
	const worker = makeWorker({ "worker.mjs": script, "core.wasm": core });
	try {
		await assertReceives((path, options) => worker.dispatchFetch(`http://worker${path}`, options));
	} finally {
		await worker.dispose();
	}
});

const served = {
	deno: `${source}\nDeno.serve({ port: 0, hostname: "127.0.0.1", onListen: ({ port }) => console.log("listening at " + port) }, receive);`,
	bun: `${source}\nconst { port } = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: receive });\nconsole.log("listening at " + port);`,
};

for (const [host, text] of Object.entries(served)) {
	test(host, () =>
		scratch({ "service.mjs": text }, async (cwd) => {
			const args = host === "deno" ? ["run", "--allow-net", "--allow-read"] : [];
			return running(program(host), [...args, "service.mjs"], { cwd }, async (child) => {
				const port = await printed(child, /listening at (\d+)/);
				await assertReceives((path, options) => fetch(`http://127.0.0.1:${port}${path}`, options));
			});
		}),
	);
}
