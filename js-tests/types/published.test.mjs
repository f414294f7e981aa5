// Checks the published package with publint, are-the-types-wrong, and an editor's completions.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import ts from "typescript-5.9";
import { entries } from "../../scripts/entries.mjs";
import { packed } from "../../scripts/install.mjs";
import { specifier } from "../../scripts/manifest.mjs";

const require = createRequire(import.meta.url);
const root = dirname(require.resolve("azeer-webhooks/package.json"));
const project = fileURLToPath(new URL("../../", import.meta.url));

test("publint reports nothing", async () => {
	const { messages, pkg } = await publint({ pkgDir: root, pack: false, strict: true });
	assert.deepEqual(
		messages.map((message) => formatMessage(message, pkg)),
		[],
	);
});

/** The problems that docs/hosts.md explains. */
const known = [
	// This resolution is older than `exports`. It finds only scripts, and TypeScript 7 no longer has it.
	"NoResolution ./core.wasm node10",
	// `require` cannot load WebAssembly.
	"CJSResolvesToESM ./core.wasm node16-cjs",
];

test("every resolution finds the types, except the known problems", () => {
	// are-the-types-wrong removes its tarball, so it gets a copy.
	const folder = mkdtempSync(join(tmpdir(), "types-"));
	try {
		const copy = join(folder, "package.tgz");
		copyFileSync(packed(), copy);
		const attw = join(project, "node_modules", ".bin", "attw");
		// It exits without waiting for a pipe, so that one may lose the end. Writing to a file does not wait.
		const report = join(folder, "report.json");
		const { stderr } = spawnSync(process.execPath, [attw, copy, "--format", "json"], {
			encoding: "utf8",
			stdio: ["ignore", openSync(report, "w"), "pipe"],
		});
		assert.equal(stderr, "");
		const { analysis } = JSON.parse(readFileSync(report, "utf8"));
		assert.equal(analysis.types.kind, "included");
		assert.deepEqual(
			analysis.problems.map((it) => `${it.kind} ${it.entrypoint} ${it.resolutionKind}`).sort(),
			known.sort(),
		);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

test("an editor shows the comments of functions and members", () => {
	const file = join(root, "..", "..", "types", "editor.mts");
	const source = `import * as api from "azeer-webhooks";
import * as reports from "azeer-webhooks/inspect";
${entries.map((entry, i) => `import * as entry${i} from "${specifier(entry)}";\n`).join("")}const { parse, safeParse } = api;
const event = parse("");
if (event.webhook_event_type === "incoming_msg" && event.message_type === "text") event./*member*/;
const result = safeParse/*function*/("");
if (!result.ok) result.error.issues[0]!./*issue*/;
api./*export*/;
reports.inspect("")./*report*/;
${entries.map((entry, i) => `entry${i}./*${specifier(entry)}*/;\n`).join("")}`;
	const options = {
		module: ts.ModuleKind.NodeNext,
		moduleResolution: ts.ModuleResolutionKind.NodeNext,
		strict: true,
	};
	const service = ts.createLanguageService({
		getCompilationSettings: () => options,
		getScriptFileNames: () => [file],
		getScriptVersion: () => "1",
		getScriptSnapshot(name) {
			const text = name === file ? source : ts.sys.readFile(name);
			return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
		},
		getCurrentDirectory: () => dirname(file),
		getDefaultLibFileName: ts.getDefaultLibFilePath,
		fileExists: ts.sys.fileExists,
		readFile: ts.sys.readFile,
	});
	for (const [mark, count] of [
		["member", 10],
		["issue", 8],
		["export", 17],
		["report", 3],
		...entries.map((entry) => [specifier(entry), 1]),
	]) {
		const position = source.indexOf(`/*${mark}*/`);
		const names = service
			.getCompletionsAtPosition(file, position, {})
			.entries.map(({ name }) => name)
			.filter((name) => !name.startsWith("__"));
		assert.ok(names.length >= count, `${names}`);
		for (const name of names) {
			const { documentation } = service.getCompletionEntryDetails(
				file,
				position,
				name,
				{},
				undefined,
				{},
				undefined,
			);
			assert.ok(documentation.length > 0, `${name} has no comment`);
		}
	}
	const { documentation, tags } = service.getQuickInfoAtPosition(file, source.indexOf("/*function*/") - 1);
	assert.match(
		ts.displayPartsToString(documentation),
		/^Like .*, but returns the `PayloadError` instead of throwing it\./,
	);
	assert.ok(tags.some(({ name }) => name === "example"));
});
