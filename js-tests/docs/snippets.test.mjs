// Runs the programs of the pages that explain. Each program is followed by what it prints.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { closeBrowsers, inPage, serving } from "../hosts/browsers.mjs";
import { scratch } from "../hosts/made.mjs";
import { output } from "../hosts/row.mjs";

const root = join(import.meta.dirname, "..", "..");
const blocksOf = (page, language) =>
	[...readFileSync(join(root, "docs", page), "utf8").matchAll(/^```(\w+)\n(.*?)^```/gms)]
		.map(([, found, text]) => ({ language: found, text }))
		.filter((it) => language.includes(it.language));
after(closeBrowsers);

for (const page of ["start.md", "concepts.md", "security.md"]) {
	test(`the programs of docs/${page}`, async () => {
		const blocks = blocksOf(page, ["js", "text"]);
		assert.ok(blocks.length > 0);
		for (let index = 0; index < blocks.length; index += 2) {
			const [program, printed] = blocks.slice(index, index + 2);
			assert.deepEqual([program.language, printed?.language], ["js", "text"], program.text);
			const found = await scratch(
				{ "program.mjs": program.text },
				(cwd) => output(process.execPath, ["program.mjs"], { cwd }),
				import.meta.dirname,
			);
			assert.equal(found, printed.text);
		}
	});
}

test("the page of docs/start/browser.md", async () => {
	const [{ text: page }] = blocksOf("start/browser.md", ["html"]);
	const script = readFileSync(new URL("browser.js", import.meta.resolve("azeer-webhooks")), "utf8");
	// Types a body that is wrong, then one that is right.
	const typing = `<script type="module">
const show = (body) => {
	const input = document.querySelector("textarea");
	input.value = body;
	input.dispatchEvent(new Event("input"));
	return document.querySelector("pre").textContent;
};
globalThis.outcome = show('{"webhook_event_type": 7}') + show('{"webhook_event_type": "chat_closed"}');
</script>`;
	const files = { "/": page + typing, "/browser.js": script };
	const shown = await serving(
		(path) => files[path],
		{},
		(address) => inPage("chromium", address),
	);
	assert.equal(
		shown,
		`1 | {"webhook_event_type": 7}
  |                        ^ webhook_event_type is a number; Azeer sends a string{
  "webhook_event_type": "chat_closed"
}`,
	);
});
