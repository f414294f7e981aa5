// Runs the commands of docs/cli.md and writes down what they print: node js-tests/run.mjs cli/tour.mjs

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { deliveryToText, toDelivery } from "azeer-webhooks/server";
import { scratch } from "../hosts/made.mjs";
import { fixtures } from "../suite.mjs";
import { script } from "./run.mjs";

export const page = new URL("../../docs/cli.md", import.meta.url);

const bodies = [...fixtures.values()].map((text) => text.replaceAll("\n", ""));
const kept = bodies.map((body) => `${deliveryToText(toDelivery(body))}\n`).join("");
const files = {
	"deliveries.ndjson": bodies.map((body) => `${body}\n`).join(""),
	"kept.ndjson.gz": gzipSync(kept),
};

/** The page with what each command prints now. */
export function toured() {
	const text = readFileSync(page, "utf8");
	return scratch(files, (cwd) =>
		text.replaceAll(/^```console\n(\$ .*\n)[\s\S]*?^```$/gm, (_, command) => {
			return `\`\`\`console\n${command}${printed(command.slice(2), cwd)}\`\`\``;
		}),
	);
}

/** What a command prints: standard error too, as a terminal shows it. */
function printed(command, cwd) {
	const line = command.replaceAll("npx azeer-webhooks", "azeer-webhooks");
	const path = [dirname(script), process.env.PATH].join(delimiter);
	const env = { ...process.env, PATH: path, NO_COLOR: "1", FORCE_COLOR: "" };
	const { stdout, error } = spawnSync("sh", ["-c", `{ ${line}\n} 2>&1`], { cwd, env, encoding: "utf8" });
	if (error !== undefined) {
		throw error;
	}
	return stdout;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	writeFileSync(page, await toured());
}
