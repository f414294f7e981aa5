// Measures the published files and the bundles, in bytes.

import { fileURLToPath } from "node:url";
import { sizes } from "./bundle.mjs";
import { entrySizes } from "./entry.mjs";

export async function sizesOf() {
	return { ...(await entrySizes(fileURLToPath(new URL(".", import.meta.url)))), bundles: await sizes() };
}
