// Runs the suite in test runners and TypeScript runners. Each finds and transforms imports in its own way.

import { scratch, suite } from "./made.mjs";
import { nodes, program } from "./programs.mjs";
import { report, reported, row } from "./row.mjs";
import { imported, required, tested } from "./sources.mjs";

/** The files of a project: the suite and the given ones. */
const project = (files) => ({
	"suite.mjs": suite("esm"),
	"suite.cjs": suite("cjs"),
	"package.json": JSON.stringify({ private: true }),
	...files,
});

function runs(host, way, files, command, options) {
	row(host, way, () => scratch(project(files), (cwd) => reported(...command(), { cwd })), options);
}

const matrix = { only: "matrix" };
const here = `Node.js ${process.versions.node}`;
const versions = [
	[here, () => process.execPath, {}],
	...Object.entries(nodes).map(([name, version]) => [`Node.js ${version}`, () => program(name), matrix]),
];

for (const [host, node, options] of versions) {
	const jest = (...args) => [node(), [program("jest"), "--rootDir", ".", ...args]];
	runs(host, "jest", { "it.test.js": required + tested }, () => jest(), options);
	const typed = `${imported}const outcome: { checks: number } = run({ api, inspect });
${report}
`;
	// tsx makes ESM or CommonJS, depending on package.json.
	for (const type of ["module", "commonjs"]) {
		const files = { "it.ts": typed, "package.json": JSON.stringify({ type }) };
		runs(host, `tsx, ${type}`, files, () => [node(), [program("tsx"), "it.ts"]], options);
	}
}

// vitest does not run in Node.js 20.
for (const [name, options] of [
	["node22", matrix],
	["node24", {}],
	["node26", matrix],
]) {
	const vitest = (...args) => [program(name), [program("vitest"), "run", ...args]];
	const file = { "it.test.ts": `import { expect, test } from "vitest";\n${imported}${tested}` };
	runs(`Node.js ${nodes[name]}`, "vitest", file, () => vitest(), options);
}

const jestAs = (way, file, text, { flags = [], agent }) =>
	runs(here, way, { [file]: text }, () => [process.execPath, [...flags, program("jest"), "--rootDir", "."]], {
		...matrix,
		agent,
	});
jestAs("jest, ESM", "it.test.mjs", imported + tested, { flags: ["--experimental-vm-modules"] });
// jsdom lacks TextEncoder and TextDecoder, which every browser has. Its users add them.
const addEncoders =
	'Object.assign(globalThis, (({ TextEncoder, TextDecoder }) => ({ TextEncoder, TextDecoder }))(require("node:util")));';
jestAs(
	"jest, jsdom and TextEncoder",
	"it.test.js",
	`/** @jest-environment jsdom */\n${addEncoders}\n${required}${tested}`,
	{ agent: /jsdom\// },
);

runs(
	"Bun",
	"bun test",
	{ "it.test.ts": `import { expect, test } from "bun:test";\n${imported}${tested}` },
	() => [program("bun"), ["test"]],
);
const denoTest = `${imported}Deno.test("the suite", () => {
	const outcome = run({ api, inspect });
	${report}
	if (outcome.failures.length > 0) throw new Error(outcome.failures.join());
});
`;
runs("Deno", "deno test", { "it.test.ts": denoTest }, () => [
	program("deno"),
	["test", "--no-prompt", "--no-check"],
]);
