// Makes small changes (mutants) in the package's TypeScript by Stryker. A test must fail for each: make mutants-ts
//
//   node js-tests/mutants/run.mjs                                    all sources
//   node js-tests/mutants/run.mjs pkg-template/src/parse/frame.ts    some of them
//
// It fails if too many mutants survive. accepted.json lists mutants that no test can tell from the original: by file,
// mutator, text of the line and, if needed, replacement, each with its reason. The whole reports are
// target/mutants-ts-*.json.

import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { dependencies, packed } from "../../scripts/install.mjs";
import { partOf, parts } from "./parts.mjs";

/** The share of mutants that may survive without a reason, in percent. */
const MAX_SURVIVORS = 5;

const here = dirname(fileURLToPath(import.meta.url));
const tests = dirname(here);
const root = dirname(tests);
const files = process.argv.slice(2);

packed();
for (const folder of [here, ...["server", "hosts", "contract"].map((name) => join(tests, name))]) {
	dependencies(folder);
}
const started = performance.now();
const mutants = Object.keys(parts).flatMap(mutantsOf);
const seconds = (performance.now() - started) / 1000;

/** Runs Stryker on a part of the sources. */
function mutantsOf(part) {
	const chosen = files.filter((file) => partOf(file) === part);
	if (files.length > 0 && chosen.length === 0) {
		return [];
	}
	const report = join(root, "target", `mutants-ts-${part}.json`);
	rmSync(report, { force: true });
	const { status } = spawnSync(
		process.execPath,
		[
			join(here, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js"),
			"run",
			join(here, "stryker.config.mjs"),
			...(chosen.length === 0 ? [] : ["--mutate", chosen.join()]),
		],
		{ cwd: root, stdio: "inherit", env: { ...process.env, MUTANTS_OF: root, MUTANTS_PART: part } },
	);
	if (status !== 0) {
		throw new Error("Stryker could not run: see above");
	}
	return Object.entries(JSON.parse(readFileSync(report, "utf8")).files).flatMap(
		([file, { source, mutants }]) => {
			const lines = source.split("\n");
			return mutants.map(({ mutatorName, replacement, location, status }) => ({
				file,
				mutator: mutatorName,
				number: location.start.line,
				line: lines[location.start.line - 1].trim(),
				replacement,
				status,
			}));
		},
	);
}

const withStatus = (...statuses) => mutants.filter((it) => statuses.includes(it.status));
const survived = withStatus("Survived", "NoCoverage");
const accepted = JSON.parse(readFileSync(join(here, "accepted.json"), "utf8"));
const excuses = (entry, mutant) =>
	["file", "mutator", "line"].every((key) => entry[key] === mutant[key]) &&
	(entry.replacement ?? mutant.replacement) === mutant.replacement;
const survivors = survived.filter((mutant) => !accepted.some((entry) => excuses(entry, mutant)));
const viable = mutants.length - withStatus("CompileError", "Ignored").length;
// A mutant that ends the process before it reports is noticed too.
const counts = {
	killed: withStatus("Killed", "RuntimeError").length,
	"timed out": withStatus("Timeout").length,
	survived: withStatus("Survived").length,
	"never run": withStatus("NoCoverage").length,
};
for (const { file, number, mutator, line, replacement } of survivors) {
	console.log(`${file}:${number} ${mutator}\n    ${line}\n  → ${replacement.replaceAll(/\s+/g, " ")}`);
}
const percent = (100 * survivors.length) / viable;
console.log(
	`${mutants.length} mutants in ${Math.round(seconds)} s: ${Object.entries(counts)
		.map(([name, count]) => `${count} ${name}`)
		.join(", ")}; ${survived.length - survivors.length} accepted, ${percent.toFixed(1)} % left`,
);

const mutated = new Set(mutants.map(({ file }) => file));
const idle = accepted.filter(
	(entry) =>
		(files.length === 0 || mutated.has(entry.file)) && !survived.some((mutant) => excuses(entry, mutant)),
);
for (const { file, mutator, line } of idle) {
	console.log(`accepted.json has a mutant that does not survive: ${file} ${mutator} ${line}`);
}
const problems = [
	viable === 0 && "there are no mutants",
	percent > MAX_SURVIVORS && `more than ${MAX_SURVIVORS} % of the mutants survive`,
	idle.length > 0 && "accepted.json is not up to date",
	accepted.some(({ reason }) => !reason) && "accepted.json has an entry without a reason",
].filter(Boolean);
if (problems.length > 0) {
	console.error(problems.join("; "));
	process.exit(1);
}
