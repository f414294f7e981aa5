// openapi.json: it accepts what the parser accepts, its examples are the fixtures, and linters and a viewer take it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { safeParse, validate } from "azeer-webhooks";
import { schemas } from "azeer-webhooks/standard-schema";
import { closeBrowsers, inPage, serving } from "../hosts/browsers.mjs";
import { output } from "../hosts/row.mjs";
import { fixtures } from "../suite.mjs";
import { specValidator } from "./spec-validator.mjs";
import { values } from "./values.mjs";

const require = createRequire(import.meta.url);
const file = require.resolve("azeer-webhooks/openapi.json");
const document = require("azeer-webhooks/openapi.json");
const isEvent = require("azeer-webhooks/schema.json");
const names = Object.keys(schemas);
const bin = (name) => join(import.meta.dirname, "node_modules", ".bin", name);
const config = (name) => join(import.meta.dirname, name);
after(closeBrowsers);

/** How long a page may take, in milliseconds: a machine can be busy. */
const PAGE_TIMEOUT = 120_000;

const ajv = new Ajv2020({ strict: false });
formats.default(ajv);
ajv.addSchema(document, "openapi");

/** Validates the request body of a webhook. */
const bodyOf = (name) => {
	const pointer = `webhooks/${name}/post/requestBody/content/application~1json/schema`;
	return ajv.compile({ $ref: `openapi#/${pointer}` });
};

test("there is a webhook for every event that Azeer lists, and one for all others", () => {
	assert.deepEqual(Object.keys(document.webhooks).sort(), [...names, "unknown"].sort());
	const version = require("azeer-webhooks/package.json").version;
	assert.deepEqual([document.openapi, document.info.version], ["3.1.0", version]);
});

test("the body of a webhook is what the parser accepts as this event", () => {
	const counts = { accepted: 0, refused: 0 };
	for (const name of [...names, "unknown"]) {
		const accepts = bodyOf(name);
		for (const value of values) {
			const result = validate(value);
			if (!result.ok && result.error.status !== 422) {
				continue; // JSON Schema cannot say why
			}
			const own = result.ok ? (result.event.event_type ?? value.webhook_event_type) : undefined;
			const isOwn = names.includes(own) ? own === name : name === "unknown";
			const wanted = result.ok && isOwn;
			assert.equal(accepts(value), wanted, `${name} ${JSON.stringify(value)}`);
			counts[wanted ? "accepted" : "refused"]++;
		}
	}
	assert.ok(counts.accepted > 50 && counts.refused > 500, JSON.stringify(counts));
});

test("optional members may be null, documented values are no closed list", () => {
	const { properties, required } = document.components.schemas.ContactEvent;
	assert.deepEqual(properties.tags.type, ["string", "null"]);
	assert.deepEqual([properties.action.type, properties.action.examples], ["string", ["insert", "update"]]);
	assert.deepEqual(required, ["webhook_event_type", "action", "contact_id", "timestamp"]);
	const accepts = bodyOf("new_contact");
	const contact = JSON.parse(fixtures.get("08-contact-insert"));
	assert.ok(accepts({ ...contact, action: "merge", tags: null, later: { is: "kept" } }));
	assert.ok(!accepts({ ...contact, action: null }));
});

test("every fixture is an example of its webhook, and validates; the broken one is none", () => {
	const isListed = ajv.compile(isEvent);
	const examples = Object.entries(document.webhooks).flatMap(([name, { post }]) =>
		Object.entries(post.requestBody.content["application/json"].examples ?? {}).map(([key, { value }]) => {
			assert.ok(bodyOf(name)(value), key);
			return [key, value];
		}),
	);
	const wanted = [...fixtures].filter(([, text]) => safeParse(text).ok);
	assert.deepEqual(
		Object.fromEntries(examples),
		Object.fromEntries(wanted.map(([name, text]) => [name, JSON.parse(text)])),
	);
	for (const [name, text] of fixtures) {
		const value = JSON.parse(text);
		assert.equal(isListed(value), safeParse(text).ok, name);
		const webhook = names.includes(value.webhook_event_type) ? value.webhook_event_type : "unknown";
		assert.equal(bodyOf(webhook)(value), safeParse(text).ok, name);
	}
	assert.equal(safeParse(fixtures.get("15-broken")).ok, false);
});

test("the answers are those of the table in docs/receiving.md, for deliveries by POST", () => {
	const page = readFileSync(new URL("../../docs/receiving.md", import.meta.url), "utf8");
	const [, table] = /^\| what happened .*\n.*\n((?:\|.*\n)+)/m.exec(page);
	const rows = [...table.matchAll(/^\| (.*) \| (\d+) \| (.*)\|$/gm)].filter(
		([row]) => !row.includes("Allow:"),
	);
	assert.ok(rows.length > 10);
	const statuses = [...new Set(rows.map(([, , status]) => status))].sort();
	for (const { post } of Object.values(document.webhooks)) {
		assert.deepEqual(Object.keys(post.responses), statuses);
	}
	const responses = Object.entries(document.webhooks.incoming_msg.post.responses).map(
		([status, { $ref }]) => [status, document.components.responses[$ref.split("/").at(-1)]],
	);
	for (const [, what, status, header] of rows) {
		const { description, headers, content } = Object.fromEntries(responses)[status];
		assert.ok(description.split("\n").includes(`- ${what}`), what);
		const [, name] = /^`([\w-]+)/.exec(header) ?? [];
		assert.ok(name === undefined || headers[name] !== undefined, what);
		assert.equal(content !== undefined, status >= 400);
	}
	const accepts = ajv.compile({ $ref: "openapi#/components/schemas/Problem" });
	const problems = responses.flatMap(([, { content }]) =>
		Object.values(content?.["application/problem+json"].examples ?? {}),
	);
	assert.ok(problems.length > 5);
	for (const { value } of problems) {
		assert.ok(accepts(value), JSON.stringify(value));
	}
});

test("Spectral has no remark", async () => {
	const args = ["lint", "--fail-severity", "hint", "--ruleset", config("spectral.yaml"), file];
	assert.match(await output(bin("spectral"), args), /No results/);
});

test("Redocly CLI has no remark", async () => {
	const text = await output(
		bin("redocly"),
		["lint", "--config", config("redocly.yaml"), "--format=json", file],
		{
			env: { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
		},
	);
	const { totals, problems } = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
	assert.deepEqual([totals, problems], [{ errors: 0, warnings: 0, ignored: 0 }, []]);
});

test("openapi-spec-validator accepts it", async () => {
	assert.match(await output(await specValidator(), [file]), /openapi\.json: OK/);
});

test("Swagger UI shows every webhook and what one of them has, and reports no error", async () => {
	const dist = dirname(require.resolve("swagger-ui-dist/package.json"));
	const page = `<!doctype html><link rel="stylesheet" href="swagger-ui.css"><div id="ui"></div>
<script src="swagger-ui-bundle.js"></script>
<script>
const errors = [];
addEventListener("error", (event) => errors.push(event.message));
SwaggerUIBundle({ url: "openapi.json", dom_id: "#ui", docExpansion: "list", validatorUrl: null });
const shown = (selector) => [...document.querySelectorAll(selector)].map((it) => it.textContent.trim());
const end = performance.now() + ${PAGE_TIMEOUT / 2};
const timer = setInterval(() => {
	document.querySelector("[id$=incoming_msg]:not(.is-open) .opblock-summary-control")?.click();
	const [body = ""] = shown(".opblock-body");
	const outcome = {
		errors: [...errors, ...shown(".errors-wrapper")],
		webhooks: shown(".opblock-summary-path").sort(),
		hasAnswer: body.includes("another worker handles the same delivery"),
		hasExample: body.includes("wamid."),
		hasModel: shown("section.models").join().includes("IncomingTextMessage"),
	};
	// It renders one part after another.
	const isReady = outcome.hasAnswer && outcome.hasExample && outcome.hasModel;
	if (isReady || performance.now() > end) {
		clearInterval(timer);
		globalThis.outcome = outcome;
	}
}, 500);
</script>`;
	const files = { "/": page, "/openapi.json": JSON.stringify(document) };
	const read = (path) =>
		files[path] ?? (/^\/swagger-ui[\w-]*\.\w+$/.test(path) ? readFileSync(join(dist, path)) : undefined);
	const outcome = await serving(read, {}, (address) => inPage("chromium", address, PAGE_TIMEOUT));
	assert.deepEqual(outcome, {
		errors: [],
		webhooks: [...names, "unknown"].sort(),
		hasAnswer: true,
		hasExample: true,
		hasModel: true,
	});
});
