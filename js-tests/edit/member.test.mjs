// One line adds a member to the declaration: after a build it is in the Rust struct, the check, the builder and the
// types. Done in a copy of the sources.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { install, packed } from "../../scripts/install.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const copy = join(root, "target", "edit");
const line = "    /** Made up by a test. */ pub queue_id: Opt<i64>,\n";

const rustTest = `
use azeer_webhooks::{Opt, parse};

#[test]
fn the_added_member() {
    let body = include_str!("fixtures/01-incoming-text.json");
    assert_eq!(parse(body.as_bytes()).unwrap().message().unwrap().queue_id, Opt::Absent);
    let with = |value| body.replacen('{', &format!("{{\\"queue_id\\": {value},"), 1);
    assert_eq!(parse(with("7").as_bytes()).unwrap().message().unwrap().queue_id, Opt::Value(7));
    assert_eq!(parse(with("null").as_bytes()).unwrap().message().unwrap().queue_id, Opt::Null);
    let error = parse(with("true").as_bytes()).unwrap_err().to_string();
    assert_eq!(error, "queue_id is a boolean; Azeer sends an integer (line 1, column 14)");
}
`;

function run(command, ...args) {
	// Built beside the ordinary build, and kept: a second run is quick.
	const env = { ...process.env, CARGO_TARGET_DIR: join(root, "target", "edit-build") };
	const { status, stdout, stderr } = spawnSync(command, args, { cwd: copy, encoding: "utf8", env });
	assert.equal(status, 0, `${command} ${args.join(" ")}\n${stdout}${stderr}`);
	return stdout;
}

test("a member is added in one line", () => {
	rmSync(copy, { recursive: true, force: true });
	mkdirSync(copy, { recursive: true });
	const { stdout } = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
		cwd: root,
		encoding: "utf8",
	});
	// Git lists what is deleted until that is committed.
	const names = stdout.trim().split("\n");
	for (const name of names.filter((it) => existsSync(join(root, it)))) {
		mkdirSync(dirname(join(copy, name)), { recursive: true });
		cpSync(join(root, name), join(copy, name));
	}
	symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));

	const declaration = join(copy, "src", "model", "message.rs");
	const source = readFileSync(declaration, "utf8");
	const before = "    /// The recipient's phone number, like `from`.\n";
	assert.equal(source.split(before).length, 2);
	writeFileSync(declaration, source.replace(before, line + before));

	writeFileSync(join(copy, "tests", "edit.rs"), rustTest);
	run("cargo", "test", "--quiet", "--locked", "--test", "edit");
	run("make", "--no-print-directory", "pkg");

	const generated = (name) => readFileSync(join(copy, "pkg-template", "src", "generated", name), "utf8");
	// In the literals of text, media, location, interactive and of what all messages have, in both directions.
	assert.equal(generated("builders.ts").match(/queue_id: d\[\d+\]/g).length, 10);
	const types = readFileSync(join(copy, "target", "package", "dist", "generated", "types.d.cts"), "utf8");
	assert.match(types, /\/\*\*\s+\* Made up by a test\.\s+\*\/\s+queue_id\?: number \| null;/);

	const project = join(copy, "target", "consumer");
	mkdirSync(project, { recursive: true });
	writeFileSync(join(project, "package.json"), '{ "private": true }\n');
	install(project, packed(join(copy, "pkg")));
	const { parse, safeParse } = createRequire(join(project, "package.json"))("azeer-webhooks");
	const body = JSON.parse(readFileSync(join(root, "tests", "fixtures", "01-incoming-text.json"), "utf8"));
	for (const queue_id of [7, null]) {
		const event = parse(JSON.stringify({ ...body, queue_id }));
		assert.deepEqual(event, { ...body, queue_id });
		// Among the documented members, not behind them.
		assert.ok(Object.keys(event).indexOf("queue_id") < Object.keys(event).indexOf("webhook_event_type"));
	}
	const { error } = safeParse(JSON.stringify({ ...body, queue_id: "7" }));
	assert.deepEqual(
		error.issues.map(({ code, path }) => [code, path]),
		[["wrong_type", "/queue_id"]],
	);
});
