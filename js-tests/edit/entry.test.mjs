// One row and a source file add an entry: packed in a copy, it is imported and required, with its types. Needs a built package.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { bundleScripts } from "../../scripts/bundle.mjs";
import { declarations } from "../../scripts/declarations.mjs";
import { entries as table } from "../../scripts/entries.mjs";
import { completed } from "../../scripts/manifest.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(root, "target", "edit-entry");
const template = join(folder, "pkg-template");
const target = join(folder, "node_modules", "azeer-webhooks");
const glue = join(root, "target", "wasm-pack-inspect", "azeer_webhooks_inspect.js");

const row = {
	name: "made",
	imports: ["index", "node:os"],
	core: undefined,
	formats: ["esm", "cjs"],
	folder: true,
};
const modern = { ...row, name: "modern", imports: ["index"], formats: ["esm"], folder: false };

function write(path, text) {
	mkdirSync(dirname(join(folder, path)), { recursive: true });
	writeFileSync(join(folder, path), text);
}

before(() => {
	rmSync(folder, { recursive: true, force: true });
	cpSync(join(root, "pkg-template"), template, { recursive: true });
	// The compiler knows no types of Node.js here.
	write("pkg-template/src/made/os.d.ts", 'declare module "node:os" {\n\texport const EOL: string;\n}\n');
	write("pkg-template/src/made.ts", 'export { type Line, line } from "./made/line.js";\n');
	write(
		"pkg-template/src/made/line.ts",
		`import { EOL } from "node:os";
import { type Body, PayloadError, safeParse } from "../index.js";

/** A line of text. */
export interface Line {
	readonly text: string;
}

export function line(body: Body): Line | PayloadError {
	const result = safeParse(body);
	return result.ok ? { text: \`event: \${result.event.webhook_event_type}\${EOL}\` } : result.error;
}
`,
	);
	write("pkg-template/src/modern.ts", 'export { line as modernLine } from "./modern/line.js";\n');
	write(
		"pkg-template/src/modern/line.ts",
		'import { parse } from "../index.js";\n\nexport const line = (body: string): string => parse(body).webhook_event_type;\n',
	);
});

/** Runs Node.js or the compiler where the package is found. */
function run(...args) {
	const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
	return stderr + stdout;
}

test("an entry is one row and its source file", async () => {
	const entries = [...table, row, modern];
	mkdirSync(join(target, "dist"), { recursive: true });
	declarations({ template, target, entries });
	await bundleScripts({ template, target, glue, entries });
	const manifest = JSON.parse(readFileSync(join(template, "package.json"), "utf8"));
	write("node_modules/azeer-webhooks/package.json", JSON.stringify(completed(manifest, entries)));

	const use = `const event = line('{"webhook_event_type":"chat_closed"}');
const error = line("{");
console.log(JSON.stringify([event.text, error instanceof PayloadError]));
`;
	write(
		"use.mjs",
		`import { PayloadError } from "azeer-webhooks";\nimport { line } from "azeer-webhooks/made";\n${use}
import { modernLine } from "azeer-webhooks/modern";
console.log(modernLine('{"webhook_event_type":"chat_closed"}'));
`,
	);
	const required = (main, made) =>
		`const { PayloadError } = require("${main}");\nconst { line } = require("${made}");\n${use}`;
	write("use.cjs", required("azeer-webhooks", "azeer-webhooks/made"));
	// Of paths Node.js takes what a package.json has for main.
	write("old.cjs", required("./node_modules/azeer-webhooks", "./node_modules/azeer-webhooks/made"));
	assert.equal(run("use.mjs"), '["event: chat_closed\\n",true]\nchat_closed\n');
	assert.equal(run("use.cjs"), '["event: chat_closed\\n",true]\n');
	assert.equal(run("old.cjs"), '["event: chat_closed\\n",true]\n');

	const typed = `import { type Line, line } from "azeer-webhooks/made";
const made: Line | Error = line("");
// The compiler knows what it returns.
const wrong: number = line("");
export { made, wrong };
`;
	write("typed.mts", `import { modernLine } from "azeer-webhooks/modern";\n${typed}modernLine(1);\n`);
	write("typed.cts", typed);
	const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
	const options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--types", ""];
	const diagnostics = run(tsc, ...options, "--pretty", "false", "typed.mts", "typed.cts");
	assert.deepEqual(
		diagnostics.match(/^typed\.\S+ error TS\d+: .*$/gm),
		[
			"typed.cts(4,7): error TS2322: Type 'Line | PayloadError' is not assignable to type 'number'.",
			"typed.mts(5,7): error TS2322: Type 'Line | PayloadError' is not assignable to type 'number'.",
			"typed.mts(7,12): error TS2345: Argument of type 'number' is not assignable to parameter of type 'string'.",
		],
		diagnostics,
	);
});

test("packing refuses an entry that imports what its row does not list", async () => {
	const scratch = join(folder, "refused");
	for (const [changed, message] of [
		// It would contain a parser of its own.
		[{ imports: ["node:os"] }, /^the script of the entry made imports #core, node:os; .* lists node:os$/],
		[
			{ imports: ["index", "node:os", "node:fs"] },
			/^the script of the entry made imports .* lists .*node:fs/,
		],
		[{ core: "#core" }, /^the script of the entry made imports .* lists .*#core/],
	]) {
		const entries = [...table, { ...row, ...changed }];
		await assert.rejects(bundleScripts({ template, target: scratch, glue, entries }), { message });
		rmSync(scratch, { recursive: true });
	}
});
