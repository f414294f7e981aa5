// A registry that has the packed package and nothing else, as npm's has it: for what installs by name.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { packed } from "../../scripts/install.mjs";
import { serving } from "./browsers.mjs";

const manifest = createRequire(import.meta.url)("azeer-webhooks/package.json");

/** Runs with its address. */
export function withRegistry(run) {
	const tarball = readFileSync(packed());
	const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
	const { name, version } = manifest;
	const files = (address) => ({
		[`/${name}`]: JSON.stringify({
			name,
			"dist-tags": { latest: version },
			// There are clients that leave what is new for a while.
			time: { [version]: new Date(0).toISOString() },
			versions: {
				[version]: { ...manifest, dist: { tarball: `${address}/${name}.tgz`, integrity } },
			},
		}),
		[`/${name}.tgz`]: tarball,
	});
	let there;
	return serving(
		(path) => there[path],
		{},
		(address) => {
			there = files(address);
			return run(address);
		},
	);
}
