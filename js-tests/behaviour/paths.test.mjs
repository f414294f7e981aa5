// The cases and fixtures take every path through the core. The test counts calls, result codes and flags.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseMany, safeParse } from "azeer-webhooks";
import { outcome } from "../outcome.mjs";
import { cases, expected, fixtures } from "../suite.mjs";

const abi = new URL("../../pkg-template/src/generated/abi.json", import.meta.url);
const { constants } = JSON.parse(readFileSync(abi, "utf8"));
const chosen = (names) => Object.fromEntries(names.map((name) => [name, constants[name]]));
const FLAGS = chosen(["SPARSE", "MORE_MEMBERS", "NON_ASCII"]);
const CODES = chosen(["UNKNOWN", "INVALID", "UNFINISHED", "BLANK"]);

test("cases and fixtures take every path through the core", (t) => {
	const taken = {};
	const count = (name) => {
		taken[name] = (taken[name] ?? 0) + 1;
	};
	const { Instance } = WebAssembly;
	WebAssembly.Instance = class extends Instance {
		get exports() {
			const counted = Object.entries(super.exports).map(([name, it]) => {
				if (typeof it !== "function") {
					return [name, it];
				}
				const call = (...args) => {
					const result = it(...args);
					count(name);
					if (name.startsWith("parse")) {
						const flags = Object.entries(FLAGS).filter(([, flag]) => result >= 0 && (result & flag) !== 0);
						const codes = Object.entries(CODES).filter(([, code]) => result === code);
						const names = [...flags, ...codes].map(([found]) => found);
						for (const found of names.length === 0 ? ["PLAIN"] : names) {
							count(`${name}: ${found}`);
						}
					}
					return result;
				};
				return [name, call];
			});
			return Object.fromEntries(counted);
		}
	};
	const encoder = new TextEncoder();
	const large = JSON.stringify({
		...JSON.parse(fixtures.get("01-incoming-text")),
		text: "long ".repeat(20_000),
	});
	const text = JSON.parse(fixtures.get("01-incoming-text"));
	const arabic = JSON.parse(fixtures.get("11-incoming-text-arabic"));
	const texts = [
		...fixtures.values(),
		JSON.stringify({ ...text, text: "long ".repeat(800) }),
		JSON.stringify({ ...text, platform: undefined }),
		large,
		JSON.stringify(arabic),
		JSON.stringify({ ...arabic, text: "كلمة" }),
		JSON.stringify({ ...arabic, platform: undefined }),
		JSON.stringify(arabic),
		JSON.stringify({ ...arabic, extra: "كلمة" }),
	];
	try {
		for (const it of cases) {
			const body = it.body ?? Uint8Array.from(Buffer.from(it.hex, "hex"));
			assert.deepEqual(outcome(safeParse(body, it.options)), expected(it), it.name);
		}
		for (const text of texts) {
			safeParse(text);
		}
		for (const text of texts) {
			safeParse(encoder.encode(text));
		}
		const lines = texts.map((text) => text.replaceAll("\n", "")).join("\n\n");
		assert.equal([...parseMany(encoder.encode(lines))].length, texts.length);
		assert.equal([...parseMany(lines)].length, texts.length);
	} finally {
		WebAssembly.Instance = Instance;
	}
	t.diagnostic(JSON.stringify(taken));
	const paths = ["PLAIN", ...Object.keys(FLAGS), "UNKNOWN", "INVALID"];
	const wanted = [
		...paths.map((path) => `parse: ${path}`),
		...[...paths, "UNFINISHED", "BLANK"].map((path) => `parse_line: ${path}`),
		"is_doubtful",
		"reserve",
	];
	assert.deepEqual(
		wanted.filter((path) => !(path in taken)),
		[],
	);
});
