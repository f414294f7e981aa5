// One line adds a member to the declaration, a struct and a line a payload: after a build they are in the Rust structs, the
// check, the builders, the types, the schemas, the OpenAPI document and the factories for tests, and within the size gates. Done in a
// copy of the sources.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { install, packed } from "../../scripts/install.mjs";
import { entrySizes } from "../bench/entry.mjs";
import { nameOf, sampleOf, shapesOf } from "../bench/shapes.mjs";
import { assertDiagnostics, check, compilers, expectedIn } from "../types/check.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const copy = join(root, "target", "edit");
const project = join(copy, "target", "consumer");

const payload = `//! Made up by a test.

use azeer_webhooks_derive::Payload;

use super::members::Timestamp;
use crate::extra::Extra;
use crate::opt::Opt;

/// Made up by a test.
#[derive(Clone, Debug, PartialEq, Payload)]
#[non_exhaustive]
pub struct MessageStatus<'a> {
    /// Made up by a test.
    #[payload(public)]
    pub changed_id: i64,
    /// Made up by a test.
    pub is_final: Opt<bool>,
    /// Made up by a test.
    #[payload(rare)]
    pub queue_id: Opt<i64>,
    /// Made up by a test.
    #[payload(public)]
    pub timestamp: Timestamp<'a>,
    /// Members that are not documented for it.
    #[payload(extra)]
    pub extra: Extra<'a>,
}
`;

/** What is edited: the file, the text, and what takes its place. */
const edits = [
	// The member.
	[
		"src/model/message.rs",
		"    pub to: Cow<'a, str>,\n",
		"$&    /// Made up by a test.\n    pub queue_id: Opt<i64>,\n",
	],
	// The payload: its module, its variant, and its name for users of the crate.
	["src/model/mod.rs", "mod undocumented;\n", "mod status;\n$&"],
	["src/model/mod.rs", "pub use undocumented::", "pub use status::MessageStatus;\n$&"],
	["src/model/mod.rs", /,\s*"message_status_changed"/, ""],
	[
		"src/model/mod.rs",
		"    BroadcastComplete(BroadcastComplete<'a>),\n",
		'$&    /// Made up by a test.\n    #[payload("message_status_changed")]\n    MessageStatus(MessageStatus<\'a>),\n',
	],
	["src/lib.rs", "Message, ", "Message, MessageStatus, "],
];

const rustTest = `
use azeer_webhooks::testing::Fake;
use azeer_webhooks::{Event, Options, Opt, parse};

#[test]
fn the_added_member() {
    let body = include_str!("fixtures/01-incoming-text.json");
    assert_eq!(parse(body.as_bytes()).unwrap().message().unwrap().queue_id, Opt::Absent);
    let with = |value| body.replacen('{', &format!("{{\\"queue_id\\": {value},"), 1);
    assert_eq!(parse(with("7").as_bytes()).unwrap().message().unwrap().queue_id, Opt::Value(7));
    assert_eq!(parse(with("null").as_bytes()).unwrap().message().unwrap().queue_id, Opt::Null);
    let error = parse(with("true").as_bytes()).unwrap_err().to_string();
    assert_eq!(error, "queue_id is a boolean; Azeer sends an integer (line 1, column 14)");
    let strict = Options::new().strict(true);
    assert!(strict.parse(with("7").as_bytes()).is_ok());
    assert_eq!(strict.parse(body.as_bytes()).unwrap_err().issues()[0].path, "/queue_id");
    let made = Fake::new(1).message("incoming_msg", "reaction").event();
    assert!(matches!(made.message().unwrap().queue_id, Opt::Value(_)));
}

#[test]
fn the_added_payload() {
    let body = r#"{"changed_id":7,"is_final":null,"more":1,"timestamp":"2024-03-08T06:44:54Z","webhook_event_type":"message_status_changed"}"#;
    let event = parse(body.as_bytes()).unwrap();
    assert_eq!(event.extra().get("more").unwrap().get(), "1");
    assert_eq!(serde_json::to_value(&event).unwrap(), serde_json::from_str::<serde_json::Value>(body).unwrap());
    let Event::MessageStatus(status) = event.into_owned() else { panic!("a status") };
    assert_eq!((status.changed_id, status.is_final), (7, Opt::Null));
    assert!(matches!(Fake::new(1).event("message_status_changed").event(), Event::MessageStatus(_)));
}
`;

function run(command, ...args) {
	// Built beside the ordinary build, and kept: a second run is quick.
	const env = { ...process.env, CARGO_TARGET_DIR: join(root, "target", "edit-build") };
	const { status, stdout, stderr } = spawnSync(command, args, { cwd: copy, encoding: "utf8", env });
	assert.equal(status, 0, `${command} ${args.join(" ")}\n${stdout}${stderr}`);
	return stdout;
}

before(() => {
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

	writeFileSync(join(copy, "src", "model", "status.rs"), payload);
	for (const [file, text, replacement] of edits) {
		const source = readFileSync(join(copy, file), "utf8");
		assert.equal(source.split(text).length, 2, `${file} has once: ${text}`);
		writeFileSync(join(copy, file), source.replace(text, replacement));
	}
	writeFileSync(join(copy, "tests", "edit.rs"), rustTest);
	run("make", "--no-print-directory", "pkg");
	mkdirSync(project, { recursive: true });
	writeFileSync(join(project, "package.json"), '{ "private": true }\n');
	install(project, packed(join(copy, "pkg")));
});

/** What a user of the edited package imports. */
const imported = (name = "") => createRequire(join(project, "package.json"))(`azeer-webhooks${name}`);
const placesOf = ({ error }) => error?.issues.map(({ code, path }) => `${code} ${path}`);

test("Rust has the member and the payload", () => {
	run("cargo", "test", "--quiet", "--locked", "--test", "edit");
});

test("the package's types, builders, schema and fuzzer's words have them", () => {
	const generated = (name) => readFileSync(join(copy, "pkg-template", "src", "generated", name), "utf8");
	const types = readFileSync(join(copy, "target", "package", "dist", "generated", "types.d.cts"), "utf8");
	assert.match(types, /\/\*\*\s+\* Made up by a test\.\s+\*\/\s+queue_id\?: number \| null;/);
	assert.match(types, /interface MessageStatusEvent extends MessageStatusMembers/);
	// In every literal of a message that the declaration documents, and in no other.
	const literals = generated("builders.ts")
		.split(/^const /m)
		.filter((it) => /^layout\d+:/.test(it));
	for (const literal of literals) {
		assert.equal(literal.includes("queue_id: d["), literal.includes("parent_message_id: d["));
	}
	for (const word of ['"\\"queue_id\\":"', '"\\"changed_id\\":"']) {
		assert.ok(generated("payload.dict").split("\n").includes(word), word);
	}
	const shapes = shapesOf(imported("/schema.json"));
	const { parse } = imported();
	for (const shape of shapes) {
		const sample = sampleOf(shape);
		const names = shape.members.map(({ name }) => name);
		const hasIt = shape.message !== undefined || shape.event === "message_status_changed";
		assert.equal(names.includes("queue_id"), hasIt, nameOf(shape));
		assert.deepEqual(parse(JSON.stringify(sample)), sample);
	}
	assert.ok(shapes.some(({ event }) => event === "message_status_changed"));
});

test("the package reads the member, strictly too", () => {
	const { parse, safeParse } = imported();
	const body = JSON.parse(readFileSync(join(root, "tests", "fixtures", "01-incoming-text.json"), "utf8"));
	for (const queue_id of [7, null]) {
		const event = parse(JSON.stringify({ ...body, queue_id }), { strict: true });
		assert.deepEqual(event, { ...body, queue_id });
		// Among the documented members, not behind them.
		assert.ok(Object.keys(event).indexOf("queue_id") < Object.keys(event).indexOf("webhook_event_type"));
	}
	assert.deepEqual(placesOf(safeParse(JSON.stringify({ ...body, queue_id: "7" }))), ["wrong_type /queue_id"]);
	const text = JSON.stringify(body);
	assert.deepEqual(parse(text), body);
	assert.deepEqual(placesOf(safeParse(text, { strict: true })), ["absent_member /queue_id"]);
	const more = JSON.stringify({ ...body, queue_id: 7, queue: 7 });
	assert.deepEqual(placesOf(safeParse(more, { strict: true })), ["undocumented_member /queue"]);
});

test("the package reads the payload, strictly too", () => {
	const { parse, redact, safeParse } = imported();
	const body = {
		changed_id: 7,
		is_final: true,
		timestamp: "2024-03-08T06:44:54Z",
		webhook_event_type: "message_status_changed",
	};
	const strictly = (value) => placesOf(safeParse(JSON.stringify(value), { strict: true }));
	// What is rare may be absent.
	for (const event of [body, { ...body, queue_id: 1 }, { ...body, is_final: null }]) {
		assert.equal(strictly(event), undefined);
		assert.deepEqual(parse(JSON.stringify(event)), event);
	}
	assert.deepEqual(redact(parse(JSON.stringify(body))), { ...body, is_final: "[redacted]" });
	const { is_final, ...without } = body;
	assert.deepEqual(parse(JSON.stringify(without)), without);
	assert.deepEqual(strictly(without), ["absent_member /is_final"]);
	assert.deepEqual(strictly({ ...body, by: 1 }), ["undocumented_member /by"]);
	const { changed_id, ...invalid } = body;
	assert.deepEqual(placesOf(safeParse(JSON.stringify(invalid))), ["missing_member /changed_id"]);
});

test("factories for tests make them", () => {
	const { parse } = imported();
	const { createFake, mutate, wire } = imported("/testing");
	const { arbitraryEvent } = imported("/arbitraries");
	const fake = createFake();
	for (const make of [fake.incomingText, fake.outgoingReaction]) {
		assert.ok(Number.isSafeInteger(make().queue_id));
		assert.equal(make({ queue_id: 7 }).queue_id, 7);
	}
	const made = Array.from({ length: 20 }, () => fake.messageStatusChanged());
	for (const event of made) {
		assert.deepEqual(parse(wire(event), { strict: true }), event);
	}
	const members = (events) => [...new Set(events.flatMap((event) => Object.keys(event)))].sort();
	const all = ["changed_id", "is_final", "queue_id", "timestamp", "webhook_event_type"];
	assert.deepEqual(members(made), all);
	assert.deepEqual(members(fc.sample(arbitraryEvent("messageStatusChanged"), 50)), all);
	assert.match(mutate(wire(made[0]), "not_an_integer"), /"changed_id":1\.5/);
});

test("the Standard Schemas have them", () => {
	const { schema, schemas } = imported("/standard-schema");
	const body = JSON.parse(readFileSync(join(root, "tests", "fixtures", "01-incoming-text.json"), "utf8"));
	for (const it of [schema, schemas.incoming_msg]) {
		const validated = (value) => it["~standard"].validate(value);
		assert.deepEqual(validated({ ...body, queue_id: 7 }), { value: { ...body, queue_id: 7 } });
		assert.deepEqual(validated({ ...body, queue_id: "7" }).issues[0].path, ["queue_id"]);
	}
	const { validate, jsonSchema } = schemas.message_status_changed["~standard"];
	assert.deepEqual(
		validate({ webhook_event_type: "message_status_changed", timestamp: "2024-03-08T06:44:54Z" }).issues,
		[{ message: "changed_id is missing; Azeer sends an integer", path: ["changed_id"] }],
	);
	for (const side of ["input", "output"]) {
		const { $defs } = jsonSchema[side]({ target: "draft-2020-12" });
		assert.deepEqual(Object.keys($defs), ["MessageStatus"]);
		assert.deepEqual($defs.MessageStatus.properties.queue_id.type, ["integer", "null"]);
	}
});

test("the types that libraries infer from the Standard Schemas have them", () => {
	const source = `import { schemas } from "azeer-webhooks/standard-schema";
type Output<Schema extends { "~standard": { types?: unknown } }> = NonNullable<Schema["~standard"]["types"]> extends { output: infer Output } ? Output : never;
declare const status: Output<typeof schemas.message_status_changed>;
declare const message: Output<typeof schemas.outgoing_msg>;
const changed: number = status.changed_id;
const queue: number | null | undefined = message.webhook_event_type === "unknown" ? null : message.queue_id;
// error TS2322: Type 'number' is not assignable to type 'string'.
const text: string = status.changed_id;
export { changed, queue, text };
`;
	const options = { module: "nodenext", moduleResolution: "nodenext" };
	assertDiagnostics(check(project, compilers[7], { "use.mts": source }, options), expectedIn(source));
});

test("the OpenAPI document has them", () => {
	const { components, webhooks } = imported("/openapi.json");
	const messages = Object.entries(components.schemas).filter(([name]) => /^(In|Out)\w+Message$/.test(name));
	assert.ok(messages.length > 20);
	for (const [name, { oneOf, properties }] of messages.filter(([it]) => !it.includes("Unknown"))) {
		assert.deepEqual(properties?.queue_id.type, oneOf ? undefined : ["integer", "null"], name);
	}
	const { tags, requestBody } = webhooks.message_status_changed.post;
	assert.deepEqual(tags, ["documented"]);
	const { schema } = requestBody.content["application/json"];
	assert.equal(schema.$ref, "#/components/schemas/MessageStatusEvent");
	const { required, properties } = components.schemas.MessageStatusEvent;
	assert.deepEqual(required, ["webhook_event_type", "changed_id", "timestamp"]);
	assert.deepEqual(properties.is_final, { type: ["boolean", "null"], description: "Made up by a test." });
});

test("the page of payloads has them", () => {
	const page = readFileSync(join(copy, "pkg-template", "src", "generated", "payloads.md"), "utf8");
	const row = (name, typescript, rust, required) =>
		`| \`${name}\` | \`${typescript}\` | \`${rust}\` | ${required} | Made up by a test. |`;
	const [, message, status] = page.split(/^## (?=`incoming_msg`|`message_status_changed`)/m);
	assert.ok(message.includes(row("queue_id", "number \\| null", "Opt<i64>", "no")));
	assert.ok(status.includes(row("changed_id", "number", "i64", "yes")));
	assert.match(
		status,
		/TypeScript: `MessageStatusEvent`\. Rust: `Event::MessageStatus` with a `MessageStatus`\./,
	);
});

test("the size gates have room for them", async () => {
	const { gates } = JSON.parse(readFileSync(join(root, "budgets.json"), "utf8"));
	const sizes = await entrySizes(project);
	for (const [name, limit] of Object.entries(gates)) {
		assert.ok(
			sizes[name] <= limit,
			`with one more member and payload ${name} is ${sizes[name]} B of ${limit} B`,
		);
	}
});
