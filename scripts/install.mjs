// Installs the packed package into a folder with a package.json, as a user would: node scripts/install.mjs FOLDER

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function npm(directory, ...args) {
	const { status } = spawnSync("npm", [...args, "--loglevel", "error"], {
		cwd: directory,
		stdio: ["ignore", "ignore", "inherit"],
	});
	if (status !== 0) {
		throw new Error(`npm ${args.join(" ")} failed in ${directory}`);
	}
}

/** The path of the packed package. Throws if `make pkg` has not made it. */
export function packed(pkg = join(root, "pkg")) {
	const [tarball] = (existsSync(pkg) ? readdirSync(pkg) : []).filter((name) => name.endsWith(".tgz"));
	if (tarball === undefined) {
		throw new Error(`there is no tarball in ${pkg}: run make pkg`);
	}
	return join(pkg, tarball);
}

/** Installs a packed package in place of the one in `directory`. */
export function install(directory, tarball = packed()) {
	// npm does not reinstall a tarball whose name is unchanged.
	rmSync(join(directory, "node_modules", "azeer-webhooks"), { recursive: true, force: true });
	rmSync(join(directory, "node_modules", ".package-lock.json"), { force: true });
	npm(directory, "install", "--no-save", "--no-package-lock", tarball);
}

/**
 * Installs what the lock file in `directory` lists, unless that is done. With `all`, also the devDependencies of the
 * package.json, which only the matrix needs.
 */
export function dependencies(directory, { all = false } = {}) {
	const lock = readFileSync(join(directory, "package-lock.json"), "utf8");
	const modules = join(directory, "node_modules");
	// A copy of the lock file records what is installed: one name without devDependencies, another with them.
	const [marker, larger] = [".installed-lock.json", ".installed-lock-all.json"].map((it) =>
		join(modules, it),
	);
	const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
	const names = (key) => Object.keys(manifest[key] ?? {});
	const areThere = (list) => list.every((name) => existsSync(join(modules, name)));
	const isCurrent = (file) =>
		existsSync(file) && readFileSync(file, "utf8") === lock && areThere(names("dependencies"));
	if ((isCurrent(larger) && areThere(names("devDependencies"))) || (!all && isCurrent(marker))) {
		return;
	}
	console.error(`installing what ${directory} needs`);
	npm(directory, "ci", ...(all ? [] : ["--omit=dev"]));
	mkdirSync(modules, { recursive: true });
	writeFileSync(all ? larger : marker, lock);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	install(process.argv[2]);
}
