// Bundlers without configuration, except the entry and the target. Each builds main.mjs or main.cjs of a folder into
// `out` there.

import { join } from "node:path";
import { build as buildByEsbuild } from "esbuild";

/** The folder's subfolder for bundles. */
export const OUT = "out";

/** Runs webpack or Rspack, which have the same interface. */
async function runCompiler(compiler) {
	const stats = await new Promise((resolve, reject) => {
		compiler.run((error, result) => (error ? reject(error) : resolve(result)));
	});
	await new Promise((resolve) => compiler.close(resolve));
	if (stats.hasErrors()) {
		throw new Error(stats.toString("errors-only"));
	}
}
const likeWebpack = (folder, entry, target) => ({
	mode: "production",
	context: folder,
	entry: `./${entry}`,
	target,
	output: { path: join(folder, OUT), filename: "main.js", publicPath: "/" },
});

export const bundlers = {
	async vite(folder) {
		const { build } = await import("vite");
		await build({ root: folder, logLevel: "error", build: { outDir: OUT } });
	},
	async webpack(folder, entry, target) {
		const { default: webpack } = await import("webpack");
		await runCompiler(webpack(likeWebpack(folder, entry, target)));
	},
	async rspack(folder, entry, target) {
		const { rspack } = await import("@rspack/core");
		await runCompiler(rspack(likeWebpack(folder, entry, target)));
	},
	// By default, Parcel does not read `exports` of a package.json.
	async parcel(folder) {
		const { Parcel } = await import("@parcel/core");
		const parcel = new Parcel({
			entries: join(folder, "index.html"),
			defaultConfig: "@parcel/config-default",
			mode: "production",
			env: { NODE_ENV: "production" },
			cacheDir: join(folder, ".parcel-cache"),
			shouldDisableCache: true,
			defaultTargetOptions: { distDir: join(folder, OUT), publicUrl: "/", sourceMaps: false },
		});
		await parcel.run();
	},
	async rollup(folder, entry, target) {
		const { rollup } = await import("rollup");
		const { nodeResolve } = await import("@rollup/plugin-node-resolve");
		const bundle = await rollup({
			input: join(folder, entry),
			plugins: [nodeResolve({ browser: target === "web" })],
			onLog(_, { message }) {
				throw new Error(message);
			},
		});
		await bundle.write({ file: join(folder, OUT, "main.js"), format: target === "web" ? "es" : "cjs" });
		await bundle.close();
	},
	async esbuild(folder, entry, target) {
		await buildByEsbuild({
			absWorkingDir: folder,
			entryPoints: [entry],
			bundle: true,
			minify: true,
			platform: target === "web" ? "browser" : "node",
			format: target === "web" ? "esm" : "cjs",
			outfile: join(OUT, "main.js"),
			logLevel: "error",
		});
	},
};

/** Builds a worker as Nitro does: by Rollup, with the conditions of all edge hosts, and unwasm for WebAssembly. */
export async function builtByUnwasm(folder, entry) {
	const { rollup } = await import("rollup");
	const { nodeResolve } = await import("@rollup/plugin-node-resolve");
	const { unwasm } = await import("unwasm/plugin");
	const exportConditions = ["unwasm", "workerd", "edge-light", "worker", "web", "netlify"];
	const bundle = await rollup({
		input: join(folder, entry),
		plugins: [unwasm({ esmImport: true }), nodeResolve({ exportConditions })],
	});
	await bundle.write({ dir: join(folder, OUT), format: "es", entryFileNames: "main.js" });
	await bundle.close();
}
