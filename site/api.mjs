// Writes the reference of the packed package and of the crate, from their comments.

import { spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Application } from "typedoc";
import { root } from "./pages.mjs";

const unpacked = join(root, "target", "package");

/** The entries of the package that have types: what is imported, and the file with its declarations. */
function entries() {
	const { name, exports } = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8"));
	return Object.entries(exports).flatMap(([path, conditions]) => {
		const types = conditions.require?.types ?? conditions.types;
		return types?.endsWith(".d.cts")
			? [{ specifier: path.replace(".", name), file: join(unpacked, types) }]
			: [];
	});
}

/** Makes the page of each entry, with `folder` for the files in between. */
export async function typePages(folder) {
	const found = entries();
	const app = await Application.bootstrapWithPlugins({
		plugin: ["typedoc-plugin-markdown"],
		entryPoints: found.map(({ file }) => file),
		tsconfig: join(import.meta.dirname, "tsconfig.json"),
		out: folder,
		router: "module",
		readme: "none",
		disableSources: true,
		hideBreadcrumbs: true,
		hidePageHeader: true,
		entryFileName: "entries",
		groupOrder: ["Functions", "Classes", "Interfaces", "Type Aliases", "Variables"],
		tableColumnSettings: { hideInherited: true, hideModifiers: true },
		parametersFormat: "table",
		interfacePropertiesFormat: "table",
		classPropertiesFormat: "table",
		typeDeclarationFormat: "table",
		useCodeBlocks: true,
		// The anchors of names that differ only in case are not those of headings.
		useHTMLAnchors: true,
		sanitizeComments: true,
		logLevel: "Warn",
		excludeReferences: true,
		treatWarningsAsErrors: true,
	});
	const project = await app.convert();
	if (project === undefined) {
		throw new Error("TypeDoc cannot read the declarations");
	}
	await app.generateOutputs(project);
	if (app.logger.hasErrors() || app.logger.hasWarnings()) {
		throw new Error("TypeDoc cannot write the pages");
	}
	return found.map(({ specifier, file }) => {
		const name = basename(file, ".d.cts");
		const text = readFileSync(join(folder, `${name}.md`), "utf8");
		// TypeDoc calls a module by its file.
		return {
			section: "API",
			address: `api/${name}`,
			title: specifier,
			text: text.replace(/^# .*/, `# ${specifier}`),
		};
	});
}

/** Copies what rustdoc makes of the crate into `folder`. */
export function writeRust(folder) {
	const target = join(root, "target", "site-rust");
	const args = [
		"doc",
		"--quiet",
		"--locked",
		"--no-deps",
		"--package",
		"azeer-webhooks",
		"--target-dir",
		target,
	];
	const { status } = spawnSync("cargo", args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
	if (status !== 0) {
		throw new Error("cargo doc has failed");
	}
	cpSync(join(target, "doc"), folder, { recursive: true });
}
