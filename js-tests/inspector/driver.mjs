// Uses the page as a person would, from within, so that it runs in every browser. Sets `globalThis.outcome`.

import { kindOf, kinds, lineMaker, phoneOf, START, STEP } from "./log.mjs";

const { examples, count, size } = globalThis.given;
const failures = [];
let checks = 0;

function equal(name, found, wanted) {
	checks += 1;
	if (JSON.stringify(found) !== JSON.stringify(wanted)) {
		failures.push(`${name}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
	}
}

for (const name of ["error", "unhandledrejection"]) {
	addEventListener(name, (event) => failures.push(`${name}: ${event.message ?? event.reason}`));
}

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
const all = (selector) => [...document.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
const texts = (selector) => all(selector).map(({ textContent }) => textContent);
const button = (name) => all("button").find(({ textContent }) => textContent.trim() === name);
const half = (number) => Math.floor(number / 2);
const indexes = () => Array.from({ length: count }, (_, at) => at);
const PATIENCE = 180_000;

/** Waits until `look` returns something. */
async function until(name, look) {
	const end = performance.now() + PATIENCE;
	while (performance.now() < end) {
		const found = look();
		if (found) {
			return found;
		}
		await pause(20);
	}
	throw new Error(`there was no ${name}; the page has: ${document.body.innerText.slice(0, 1500)}`);
}

/** Sets a field as typing does: React listens to the setter of the prototype. */
function type(field, value) {
	const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
	set.call(field, value);
	field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The text of the body in the details, without the numbers of issues. */
function bodyText() {
	const text = one(".detail .text")?.cloneNode(true);
	for (const number of text?.querySelectorAll("sup") ?? []) {
		number.remove();
	}
	return text?.textContent ?? "";
}

/** Masking changes no length of a line, so it tells whether this is the body of a text. */
const shape = (text) =>
	text
		.split("\n")
		.map(({ length }) => length)
		.join();

async function paste(text) {
	type(await until("textarea", () => one("#body")), text);
	await until("report", () => shape(bodyText()) === shape(text));
	return {
		verdict: one(".detail .badge .word").textContent,
		faults: texts(".detail .where"),
		marked: texts(".detail mark"),
		body: bodyText(),
	};
}

/** Switches redaction, and waits until the details follow. */
async function redact(isOn) {
	button(`Redaction ${isOn ? "off" : "on"}`).click();
	await until("redaction", () => one(".detail") === null || bodyText().includes("•") === isOn);
}

/** Drops files on the page. WebKit makes no drag event with files, so they are added to a plain one. */
function drop(...files) {
	for (const name of ["dragover", "drop"]) {
		const event = new Event(name, { bubbles: true, cancelable: true });
		Object.defineProperty(event, "dataTransfer", { value: { types: ["Files"], files } });
		dispatchEvent(event);
	}
}

const total = () => Number(one(".totals .all dd")?.textContent.replaceAll(",", ""));
const isDone = () => one(".running") === null && one(".totals") !== null;
/** Waits for a number of events that match. */
const matching = (wanted) => until(`${wanted} events`, () => total() === wanted && isDone());

function option(name) {
	return all(".option").find((label) => label.firstElementChild.nextElementSibling.textContent === name);
}
const countOf = (name) => Number(option(name)?.querySelector(".count").textContent.replaceAll(",", ""));
const click = (name) => option(name).querySelector("input").click();

/** What a file has that the page saves. */
async function saved(name) {
	const { createObjectURL } = URL;
	const { click: follow } = HTMLAnchorElement.prototype;
	try {
		return await new Promise((resolve, reject) => {
			URL.createObjectURL = (blob) => {
				blob.text().then(resolve, reject);
				return "#";
			};
			HTMLAnchorElement.prototype.click = () => {};
			button(name).click();
		});
	} finally {
		URL.createObjectURL = createObjectURL;
		HTMLAnchorElement.prototype.click = follow;
	}
}

async function pastes() {
	const valid = await paste(examples["01-incoming-text"]);
	equal("a valid body", [valid.verdict, valid.faults], ["documented", []]);
	equal("its text is masked", [valid.body.includes("hello"), valid.body.includes("•••••")], [false, true]);
	equal("a named event", (await paste(examples["12-named-event"])).verdict, "named");
	equal("an unknown event", (await paste(examples["13-unknown-event"])).verdict, "unknown");
	const broken = await paste(examples["15-broken"]);
	equal("a broken body", [broken.verdict, broken.marked.length], ["invalid", 3]);
	equal("its issues", broken.faults, [
		"wrong_type, line 3, column 15",
		"invalid_date_time, line 12, column 14",
		"missing_member, line 16, column 1",
	]);
	await redact(false);
	equal("what is marked", texts(".detail mark"), ['"101"', '"2024-02-30T06:44:54Z"', "}"]);
	equal("its text is as it was sent", bodyText(), examples["15-broken"]);
	const arabic = await paste(examples["11-incoming-text-arabic"]);
	equal("Arabic", arabic.body.includes("مرحبا، متى يصل طلبي؟ 🚚"), true);
	const value = all(".members dd span").find((it) => it.textContent.startsWith("مرحبا"));
	equal("its direction", getComputedStyle(value).direction, "rtl");
	await paste(examples["10-broadcast-complete"]);
	equal("a time that is not set", texts(".members em"), ["not set"]);
	await paste(examples["05-incoming-location"]);
	const links = all(".members a").map(({ href, target, rel }) => [new URL(href).host, target, rel]);
	equal("places", links, Array(2).fill(["www.openstreetmap.org", "_blank", "noopener noreferrer"]));
	await paste(examples["02-incoming-audio"]);
	equal("a file", all(".members a").length, 1);
	await redact(true);
	equal("a file that is redacted", all(".members a").length, 0);
	type(one("#body"), "");
}

async function logs() {
	const parsed = Object.fromEntries(Object.entries(examples).map(([name, text]) => [name, JSON.parse(text)]));
	const line = lineMaker(parsed, size);
	const parts = [];
	for (let index = 0; index < count; index += 1000) {
		const lines = Array.from({ length: Math.min(1000, count - index) }, (_, at) => `${line(index + at)}\n`);
		parts.push(new Blob(lines));
	}
	const wanted = kinds(count);
	const start = performance.now();
	drop(new File(parts, "events.ndjson"));
	await until("progress", () => one(".running progress"));
	await matching(count);
	globalThis.seconds = (performance.now() - start) / 1000;
	equal("invalid", countOf("invalid"), wanted.broken);
	equal("unknown", countOf("unknown"), wanted.unknown);
	equal("contacts", countOf("new contact"), wanted.contact);
	equal("outgoing", countOf("outgoing"), wanted.outgoing);
	equal("drift", countOf("differs from the docs"), wanted.drifted);
	equal("rows", one("[role=grid]").getAttribute("aria-rowcount"), String(count + 1));
	await filters(wanted);
	await table(line);
	await exports(line, wanted);
	await conversations();
	await cancels(parts);
	await high();
}

async function filters(wanted) {
	click("differs from the docs");
	await matching(wanted.drifted);
	equal("the link", location.hash, "#drift=yes");
	button("Reset").click();
	await matching(count);
	click("new contact");
	await matching(wanted.contact);
	equal("others are still counted", countOf("outgoing"), wanted.outgoing);
	button("Reset").click();
	await matching(count);
	// The second half. Broken lines have no time.
	const seconds = Math.ceil((half(count) * STEP) / 1000);
	type(all(".time-option input")[0], new Date(START + seconds * 1000).toISOString().slice(0, 19));
	const later = (at) => kindOf(at) !== "broken" && at * STEP >= seconds * 1000;
	await matching(indexes().filter(later).length);
	equal(
		"the link has the time",
		location.hash,
		`#from=${encodeURIComponent(new Date(START + seconds * 1000).toISOString())}`,
	);
	button("Reset").click();
	await matching(count);
	// The words of a line are in few others, its number only in one.
	const index = count - 2;
	type(one(".search input"), ` ${index}`);
	const has = (at) =>
		!["arabic", "contact", "unknown", "broken", "drifted"].includes(kindOf(at)) || /drifted/.test(kindOf(at));
	const numbers = indexes().filter((at) => has(at) && ` ${at} `.includes(` ${index}`));
	await matching(numbers.length);
	equal("the searched text is not in the link", location.hash, "");
	type(one(".search input"), "");
	await matching(count);
}

const key = (name) =>
	one("[role=grid]").dispatchEvent(
		new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }),
	);
const rowAt = (index) => one(`.window .row[aria-rowindex="${index + 2}"]:not(.loading)`);

/** The End key shows the last row, at the end of the table. */
async function lastRow(rows) {
	key("End");
	const last = await until("last row", () => rowAt(rows - 1));
	equal("its line", last.querySelector(".line").textContent.replaceAll(",", ""), String(rows));
	const below = last.getBoundingClientRect().bottom - one(".scroller").getBoundingClientRect().bottom;
	equal("it is in sight", Math.abs(below) < 2 || `it is ${below} pixels below the table`, true);
}

async function table(line) {
	await lastRow(count);
	const scroller = one(".table .scroller");
	scroller.scrollTop = 0;
	await until("first row", () => rowAt(0));
	scroller.scrollTop = scroller.scrollHeight;
	await until("last row", () => rowAt(count - 1));
	scroller.scrollTop = scroller.scrollHeight / 2;
	const middle = await until("row in the middle", () =>
		all(".window .row:not(.loading)").find((row) => Math.abs(row.ariaRowIndex - count / 2) < count / 20),
	);
	middle.click();
	const wanted = middle.querySelector(".line").textContent;
	await until("details", () => one(".detail .place")?.textContent.includes(`line ${wanted},`));
	key("Home");
	await until("first row", () => rowAt(0));
	key("Enter");
	await until("details", () => one(".detail .place")?.textContent.includes("line 1, byte 0,"));
	await redact(false);
	equal("the body that was opened", JSON.parse(bodyText()), JSON.parse(line(0)));
	await redact(true);
	dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
	await until("no details", () => one(".detail") === null);
}

async function exports(line, wanted) {
	click("unknown");
	await matching(wanted.unknown);
	const redacted = await saved("NDJSON");
	const first = indexes().find((at) => kindOf(at) === "unknown");
	equal("lines that are exported", redacted.split("\n").length - 1, wanted.unknown);
	equal("a redacted line", JSON.parse(redacted.split("\n")[0]).line, first + 1);
	equal("nothing private", /919\d{9}|James|wamid/.test(redacted), false);
	const csv = await saved("CSV");
	equal("rows of CSV", csv.split("\r\n").length - 2, wanted.unknown);
	equal("nothing private in it", /919\d{9}|James|wamid/.test(csv), false);
	await redact(false);
	equal("a line as it was", (await saved("NDJSON")).split("\n")[0], line(first));
	await redact(true);
	button("Reset").click();
	await matching(count);
}

async function conversations() {
	button("Conversations").click();
	(await until("customer", () => one(".phones button"))).click();
	const found = await until("conversation", () => all(".thread li").length);
	checks += found > 0;
	equal("a pseudonym", /^Customer \d+$/.test(one(".thread h2").textContent), true);
	equal("the link has a number", /^#phone=\d+$/.test(location.hash), true);
	await redact(false);
	const name = await until(
		"number",
		() => /^\d+$/.test(one(".thread h2").textContent) && one(".thread h2").textContent,
	);
	// Of an event with a new name, nothing tells who the customer is.
	const events = indexes().filter(
		(at) => phoneOf(at) === name && !["broken", "unknown"].includes(kindOf(at)),
	);
	equal("the events of this number", one(".thread .count").textContent, `${events.length} events`);
	equal("not in the link", location.hash.includes(name), false);
	await redact(true);
	button("Events").click();
	button("Reset").click();
	await matching(count);
}

const cancel = async () => (await until("cancel", () => button("Cancel"))).click();

/** Cancels a search, an export, and a second reading of the same lines: what was read until then stays. */
async function cancels(parts) {
	type(one(".search input"), "nobody writes this");
	await cancel();
	await matching(count);
	equal("the search is empty", one(".search input").value, "");
	let files = 0;
	const { createObjectURL } = URL;
	URL.createObjectURL = () => {
		files += 1;
		return "#";
	};
	button("NDJSON").click();
	await cancel();
	await until("the end of the export", isDone);
	URL.createObjectURL = createObjectURL;
	equal("no file is saved", files, 0);
	drop(new File(Array(20).fill(parts).flat(), "again.ndjson"));
	await cancel();
	await until("the end of the reading", isDone);
	equal("it says so", one(".files").textContent.includes("The reading was cancelled"), true);
	equal("what was read stays", total() >= count && total() < count * 21, true);
}

/** A table that is higher than an element can be. */
async function high() {
	one('[aria-label="Close all files"]').click();
	await until("start", () => one(".totals") === null);
	const rows = 400_000;
	drop(new File(["1\n".repeat(rows)], "high.ndjson"));
	await matching(rows);
	equal("the height is scaled", one(".scroller").scrollHeight < rows * 44, true);
	await lastRow(rows);
}

try {
	await until("page", () => one("#body"));
	await pastes();
	await logs();
} catch (error) {
	// Some stacks lack the message.
	failures.push(`${error?.message ?? error}\n${error?.stack}`);
}
globalThis.outcome = { checks, failures, agent: navigator.userAgent };
