// The read API, for a panel.

import { bearer } from "azeer-webhooks/server";
import { get } from "./bodies.ts";
import { send } from "./message.ts";
import { search } from "./search.ts";

export async function read(request: Request, env: Env): Promise<Response> {
	if ((await bearer(env.API_TOKEN)(request)) !== true) {
		return new Response(null, { status: 401, headers: { "www-authenticate": "Bearer" } });
	}
	const { pathname, searchParams } = new URL(request.url);
	const [, collection, name = ""] = /^\/api\/([a-z]+)(?:\/(.+))?$/.exec(pathname) ?? [];
	switch (`${request.method} ${collection}${name && "/"}`) {
		// A search is no address: addresses are in logs, and a phone number is personal.
		case "POST events":
			return search(await request.json().catch(() => undefined), env.DB);
		case "GET events/":
			return bodyOf(Number(name), env);
		case "GET kept":
			return listKept(env.BODIES, searchParams);
		case "GET kept/":
			return objectOf(env.BODIES, name);
		case "POST kept/":
			// Such as a body that a later version of the package knows.
			await send(await get(env.BODIES, name), env);
			return new Response(null, { status: 202 });
		default:
			return new Response(null, { status: 404 });
	}
}

/** The body of an event, as it came. */
async function bodyOf(seq: number, { DB, BODIES }: Env): Promise<Response> {
	const row = await DB.prepare("SELECT body, object FROM bodies WHERE seq = ?")
		.bind(seq)
		.first<{ body: string | null; object: string | null }>();
	return typeof row?.object === "string" ? objectOf(BODIES, row.object) : answer(row?.body);
}

/** What is kept in R2: `?folder=invalid` or `?folder=dead`, and the `cursor` of the last page. */
async function listKept(bucket: R2Bucket, asked: URLSearchParams): Promise<Response> {
	const cursor = asked.get("cursor");
	const list = await bucket.list({
		prefix: `${asked.get("folder") ?? "dead"}/`,
		include: ["customMetadata"],
		...(cursor !== null && { cursor }),
	});
	const kept = list.objects.map(({ key, size, customMetadata }) => ({ key, size, ...customMetadata }));
	return Response.json({ kept, next: list.truncated ? list.cursor : null });
}

async function objectOf(bucket: R2Bucket, key: string): Promise<Response> {
	return answer((await bucket.get(key))?.body);
}

/** Never as a page: anybody can have written the body. */
function answer(body: BodyInit | null | undefined): Response {
	const headers = { "content-type": "application/octet-stream", "cache-control": "no-store" };
	return body == null ? new Response(null, { status: 404 }) : new Response(body, { headers });
}
