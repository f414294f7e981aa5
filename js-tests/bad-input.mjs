// Gives bad bodies to this package and other validators, and writes their answers to docs/bad-input.md: make bad-input

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type } from "arktype";
import { safeParse } from "azeer-webhooks";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import * as v from "valibot";
import { z } from "zod";
import { fixtures } from "./suite.mjs";

const require = createRequire(import.meta.url);
const MAX = Number.MAX_SAFE_INTEGER;

// The same message in each validator's usual style.
const strings = ["direction", "from", "id", "platform", "text", "to", "type", "business_id", "contact_name"];
const integers = ["contact_id", "message_id", "parent_message_id"];
const members = (string, integer, special) =>
	Object.fromEntries([
		...strings.map((it) => [it, string]),
		...integers.map((it) => [it, integer]),
		...Object.entries(special),
	]);

const zod = z.looseObject(
	members(z.string(), z.int(), {
		timestamp: z.iso.datetime({ offset: true }),
		message_type: z.literal("text"),
		webhook_event_type: z.literal("incoming_msg"),
	}),
);
const valibot = v.looseObject(
	members(v.string(), v.pipe(v.number(), v.safeInteger()), {
		timestamp: v.pipe(v.string(), v.isoTimestamp()),
		message_type: v.literal("text"),
		webhook_event_type: v.literal("incoming_msg"),
	}),
);
const arktype = type(
	members("string", "number.safe & number.integer", {
		timestamp: "string.date.iso",
		message_type: "'text'",
		webhook_event_type: "'incoming_msg'",
	}),
);
const typebox = Compile(
	Type.Object(
		members(Type.String(), Type.Integer({ minimum: -MAX, maximum: MAX }), {
			timestamp: Type.String({ format: "date-time" }),
			message_type: Type.Literal("text"),
			webhook_event_type: Type.Literal("incoming_msg"),
		}),
	),
);
const schema = members(
	{ type: "string" },
	{ type: "integer", minimum: -MAX, maximum: MAX },
	{
		timestamp: { type: "string", format: "date-time" },
		message_type: { const: "text" },
		webhook_event_type: { const: "incoming_msg" },
	},
);
const ajv = new Ajv.default({ allErrors: true });
addFormats.default(ajv);
const byAjv = ajv.compile({ type: "object", properties: schema, required: Object.keys(schema) });

/** Each validator's messages about a value; an empty list means that it accepts the value. */
const peers = {
	"JSON.parse alone": () => [],
	zod: (value) => (zod.safeParse(value).error?.issues ?? []).map((it) => it.message),
	valibot: (value) => (v.safeParse(valibot, value).issues ?? []).map((it) => it.message),
	ajv: (value) => (byAjv(value) ? [] : byAjv.errors.map((it) => `${it.instancePath} ${it.message}`)),
	arktype: (value) => {
		const result = arktype(value);
		return result instanceof type.errors ? result.map((it) => it.message) : [];
	},
	typebox: (value) =>
		typebox.Check(value) ? [] : typebox.Errors(value).map((it) => `${it.instancePath} ${it.message}`),
};

const good = JSON.stringify(JSON.parse(fixtures.get("01-incoming-text")));
const bytes = new TextEncoder().encode(good);
const at = good.indexOf("hello");
const bodies = {
	truncated: good.slice(0, 200),
	"a repeated member": good.replace('"contact_id":101', '"contact_id":101,"contact_id":102'),
	"an id of 2^53 + 1": good.replace('"contact_id":101', '"contact_id":9007199254740993'),
	"an id of 10^15 + 0.04": good.replace('"contact_id":101', '"contact_id":1000000000000000.04'),
	"100,000 levels": good.replace("{", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)},`),
	"a member named __proto__": good.replace("{", '{"__proto__":{"isAdmin":true},'),
	"bytes that are not UTF-8": Uint8Array.from(bytes, (byte, i) => (i === at ? 0xff : byte)),
	"a lone surrogate": good.replace("hello", "\\ud83d"),
	"a byte order mark": `\ufeff${good}`,
	"30 February": good.replace("2024-03-08", "2024-02-30"),
	"a missing member": good.replace('"from":"91987654321",', ""),
	"a wrong type": good.replace('"contact_id":101', '"contact_id":"101"'),
	"three mistakes at once": fixtures.get("15-broken"),
	"an event that Azeer does not list": good.replace("incoming_msg", "call_missed"),
};

function cut(text) {
	const line = text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|").trim();
	return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}

function first([problem, ...others]) {
	return others.length === 0 ? cut(problem) : `${cut(problem)} (and ${others.length} more)`;
}

function ours(body) {
	const result = safeParse(body);
	if (!result.ok) {
		const { issues } = result.error;
		const [{ line, column }] = issues;
		return `refused at ${line}:${column}: ${first(issues.map((it) => it.message))}`;
	}
	return accepted(
		result.event,
		result.event.webhook_event_type === "unknown" ? "an unknown event" : "accepted",
	);
}

function theirs(body, check) {
	try {
		const value = JSON.parse(typeof body === "string" ? body : new TextDecoder().decode(body));
		const problems = check(value);
		return problems.length === 0 ? accepted(value, "accepted") : `refused: ${first(problems)}`;
	} catch (error) {
		return `${error.name}: ${cut(error.message)}`;
	}
}

/** `word`, and the members that the rows change if they are not as in the fixture. */
function accepted(value, word) {
	const notes = [];
	if (value.contact_id !== undefined && value.contact_id !== 101) {
		notes.push(`contact_id is ${value.contact_id}`);
	}
	if (value.text !== undefined && value.text !== "hello") {
		notes.push(`text is ${value.text.isWellFormed() ? JSON.stringify(value.text) : "ill-formed"}`);
	}
	return [word, ...notes].join(", ");
}

const version = (name) => require(`../node_modules/${name}/package.json`).version;
const columns = ["azeer-webhooks", ...Object.keys(peers)];
const rows = Object.entries(bodies).map(([name, body]) => [
	name,
	ours(body),
	...Object.values(peers).map((check) => theirs(body, check)),
]);
const row = (cells) => `| ${cells.join(" | ")} |`;
const named = columns.map((name) =>
	name in peers && name !== "JSON.parse alone" ? `${name} ${version(name)}` : name,
);

const page = `# Bad input

This page shows what happens to bad bodies in this package, in \`JSON.parse\` alone, and in \`JSON.parse\` followed by another validator.
\`make bad-input\` wrote every cell, on Node.js ${process.versions.node}. All validators check the same message, each with a schema in its
usual style (\`js-tests/bad-input.mjs\`).

${row(["", ...named])}
${row(["", ...named].map(() => "---"))}
${rows.map(row).join("\n")}

The other validators see a value that \`JSON.parse\` made, not the body. \`JSON.parse\` has already dropped repeated members and the last
digits of numbers. Bytes that are not UTF-8 are already replaced, and a lone surrogate is let through. All validators
find missing members and wrong types, but none can say where in the body these are. They refuse an unlisted event only because
these schemas do; each of them also allows schemas that accept it.
`;
writeFileSync(new URL("../docs/bad-input.md", import.meta.url), page);
console.log(page);
