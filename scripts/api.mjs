// Writes the public declarations of each entry of the built package, for people to read and compare: node
// scripts/api.mjs FOLDER
//
// Each entry has one file, sorted by name and without comments. Exports that are also those of the main entry are
// only named. Types that an entry needs but does not export are under "Not exported".

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript-5.9";

const [folder] = process.argv.slice(2);
const project = dirname(dirname(fileURLToPath(import.meta.url)));
const root = join(project, "target", "package");
const { name, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Pairs of an entry's name and its declaration file. */
const entries = Object.entries(exports).flatMap(([path, conditions]) => {
	const types = conditions.require?.types ?? conditions.types;
	return types === undefined ? [] : [[path === "." ? "index" : path.slice("./".length), join(root, types)]];
});

const program = ts.createProgram(
	entries.map(([, file]) => file),
	{
		module: ts.ModuleKind.NodeNext,
		moduleResolution: ts.ModuleResolutionKind.NodeNext,
		target: ts.ScriptTarget.ES2022,
		strict: true,
		noEmit: true,
		types: [],
	},
);
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });

const exported = (file) => {
	const module = checker.getSymbolAtLocation(program.getSourceFile(file));
	return new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, resolved(symbol)]));
};
const main = exported(entries.find(([entry]) => entry === "index")[1]);

for (const [entry, file] of entries) {
	const own = exported(file);
	const shared = entry === "index" ? [] : [...own].filter(([key, symbol]) => main.get(key) === symbol);
	for (const [key] of shared) {
		own.delete(key);
	}
	const hidden = needed(own, entry === "index" ? new Map() : main);
	const parts = [
		...(shared.length === 0
			? []
			: [
					`export { ${shared
						.map(([key]) => key)
						.sort()
						.join(", ")} } from "${name}";`,
				]),
		...printed(own),
		...(hidden.size === 0 ? [] : ["// Not exported:", ...printed(hidden)]),
	];
	writeFileSync(join(folder, `${entry}.d.ts`), formatted(parts.join("\n\n")));
}

/** Formats declarations. Long unions and lists get a line for each part, so that a change is a short diff. */
function formatted(input) {
	const biome = join(project, "node_modules", ".bin", "biome");
	const args = ["format", "--stdin-file-path", "scripts/index.d.ts"];
	const { status, stdout, stderr } = spawnSync(biome, args, { cwd: project, input, encoding: "utf8" });
	if (status !== 0) {
		throw new Error(`biome failed:\n${stderr}`);
	}
	return stdout;
}

/** The symbol itself, if this one is an import or a re-export of it. */
function resolved(symbol) {
	return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** The package's declarations of a symbol: without those of libraries that have it too. */
function ours(symbol) {
	return symbol.declarations?.filter((it) => it.getSourceFile().fileName.startsWith(root)) ?? [];
}

/** The package's declarations that `symbols` need, directly or not, without those in `symbols` and `known`. */
function needed(symbols, known) {
	const found = new Map();
	const seen = new Set([...symbols.values(), ...known.values()]);
	const pending = [...symbols.values()];
	for (const symbol of pending) {
		const visit = (node) => {
			if (ts.isIdentifier(node)) {
				const at = checker.getSymbolAtLocation(node);
				const other = at === undefined ? undefined : resolved(at);
				const isTop = other?.declarations?.some((it) => ts.isSourceFile(it.parent) || isVariable(it));
				if (isTop && ours(other).length > 0 && !seen.has(other)) {
					seen.add(other);
					found.set(other.name, other);
					pending.push(other);
				}
			}
			ts.forEachChild(node, visit);
		};
		ours(symbol).forEach(visit);
	}
	return found;
}

function isVariable(declaration) {
	return ts.isVariableDeclaration(declaration) && ts.isSourceFile(declaration.parent.parent.parent);
}

/** The text of the declarations, sorted by name. */
function printed(symbols) {
	return [...symbols]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.flatMap(([key, symbol]) =>
			ours(symbol).map((declaration) => {
				const statement = isVariable(declaration) ? declaration.parent.parent : declaration;
				const text = printer.printNode(ts.EmitHint.Unspecified, statement, statement.getSourceFile());
				return symbol.name === key ? text : `// As ${key}:\n${text}`;
			}),
		);
}
