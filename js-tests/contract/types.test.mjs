// Type-checks consumers.ts, and compares the diagnostics with those that its comments name.

import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assertDiagnostics, check, compilers, expectedIn } from "../types/check.mjs";

const source = readFileSync(new URL("consumers.ts", import.meta.url), "utf8");

for (const [version, compiler] of Object.entries(compilers)) {
	test(`TypeScript ${version}: libraries infer the types of events`, () => {
		const found = check(
			import.meta.dirname,
			compiler,
			{ "consumers.ts": source },
			{
				module: "preserve",
				moduleResolution: "bundler",
				lib: ["es2022", "dom"],
				// The libraries' own declarations need more than these.
				skipLibCheck: true,
			},
		);
		assertDiagnostics(found, expectedIn(source), "consumers.ts");
	});
}
