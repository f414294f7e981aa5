// Requests that are refused before they become deliveries.

import { gzipSync } from "node:zlib";
import { MAX_BYTES, TOKEN } from "./settings.mjs";

const json = (size) => Buffer.from(`{"text":"${"م".repeat(size / 2)}"}`);

/** A function that makes such a request from a body at each call; with a `row` as in plan.mjs. */
export function refusedFrom(next) {
	const pick = (list) => list[Math.floor(next() * list.length)];
	const large = () => json(MAX_BYTES + Math.floor(next() * 200_000));
	const unauthenticated = "not authenticated; the body is not read";
	const brokenOff = "the body breaks off, or is no gzip though it says so";
	const grown = "the body grows above the limit, decoded; the rest is not read";
	const gzip = { "content-encoding": "gzip" };
	const ways = [
		(body) => ({ row: unauthenticated, body, headers: { "x-token": `${TOKEN}x` } }),
		(body) => ({ row: unauthenticated, body, headers: { "x-token": "" } }),
		(body) => ({ row: unauthenticated, body, headers: { "x-token": [TOKEN, TOKEN] } }),
		() => ({ row: unauthenticated, body: large(), headers: { "x-token": "another" } }),
		(body) => ({ row: "a content encoding other than gzip", body, headers: { "content-encoding": "br" } }),
		() => ({ row: "`Content-Length` above the limit; the body is not read", body: large() }),
		() => ({ row: grown, body: large(), isChunked: true }),
		() => ({ row: grown, body: gzipSync(large()), headers: gzip }),
		(body) => ({ row: brokenOff, body, headers: gzip }),
		(body) => ({ row: brokenOff, body: gzipSync(body).subarray(0, -9), headers: gzip }),
		(body) => ({
			row: "any other method than `POST`, also `GET` and `HEAD`",
			method: pick(["GET", "HEAD", "PUT", "DELETE"]),
			body,
		}),
		(body) => ({ row: "`OPTIONS`", method: "OPTIONS", body }),
	];
	return (body) => ({ path: "/azeer", ...pick(ways)(body) });
}
