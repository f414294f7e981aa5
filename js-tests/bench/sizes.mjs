// Bytes of what is published, and of what a bundle takes.

import { fileURLToPath } from "node:url";
import { sizes } from "./bundle.mjs";
import { entrySizes } from "./entry.mjs";

export async function sizesOf() {
	return { ...(await entrySizes(fileURLToPath(new URL(".", import.meta.url)))), bundles: await sizes() };
}
