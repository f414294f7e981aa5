// Calls the handler with events of a function URL, made from HTTP requests.

import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { handler } from "./handler.mjs";

const server = createServer(async (request, response) => {
	const [path, search = ""] = request.url.split("?");
	const body = await buffer(request);
	const result = await handler({
		version: "2.0",
		rawPath: path,
		rawQueryString: search,
		headers: request.headers,
		requestContext: { http: { method: request.method, path } },
		body: body.toString("base64"),
		isBase64Encoded: true,
	});
	const text = Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8");
	response.writeHead(result.statusCode, result.headers).end(text);
});
server.listen(process.env.PORT ?? 8080);
