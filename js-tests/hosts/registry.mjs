// A local registry with only the packed package, in the format of npm's, for tools that install by name.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { packed } from "../../scripts/install.mjs";
import { serving } from "./browsers.mjs";

const manifest = createRequire(import.meta.url)("azeer-webhooks/package.json");

/** Calls `run` with the address of the registry. */
export function withRegistry(run) {
	const tarball = readFileSync(packed());
	const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
	const { name, version } = manifest;
	const files = (address) => ({
		[`/${name}`]: JSON.stringify({
			name,
			"dist-tags": { latest: version },
			// Some clients do not install a version that was published recently.
			time: { [version]: new Date(0).toISOString() },
			versions: {
				[version]: { ...manifest, dist: { tarball: `${address}/${name}.tgz`, integrity } },
			},
		}),
		[`/${name}.tgz`]: tarball,
	});
	let served;
	return serving(
		(path) => served[path],
		{},
		(address) => {
			served = files(address);
			return run(address);
		},
	);
}
