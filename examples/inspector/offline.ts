// Writes a service worker that keeps all files of the build, so that the page works without a network.

import { createHash } from "node:crypto";
import type { Plugin } from "vite";

export function offline(): Plugin {
	return {
		name: "offline",
		apply: "build",
		enforce: "post",
		generateBundle(_, bundle) {
			const files = Object.keys(bundle).filter((name) => !name.endsWith(".map"));
			const hash = createHash("sha256");
			for (const name of files) {
				const file = bundle[name];
				hash.update(name).update(file?.type === "chunk" ? file.code : (file?.source ?? ""));
			}
			const version = hash.digest("hex").slice(0, 16);
			this.emitFile({
				type: "asset",
				fileName: "offline.js",
				source: worker(["./", "icon.svg", ...files], version),
			});
		},
	};
}

const worker = (files: readonly string[], version: string): string => `const CACHE = "inspector-${version}";
const FILES = ${JSON.stringify(files)};

addEventListener("install", (event) => {
	event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});

addEventListener("activate", (event) => {
	const old = (name) => name.startsWith("inspector-") && name !== CACHE;
	event.waitUntil(
		caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => clients.claim()),
	);
});

// From the cache only. What is not there is asked of the server, which has the page and nothing else.
addEventListener("fetch", (event) => {
	event.respondWith(caches.match(event.request, { ignoreSearch: true }).then((kept) => kept ?? fetch(event.request)));
});
`;
