// toLambdaHandler: events of function URLs, of API Gateway in both formats, and of load balancers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { createProcessor, query, toLambdaHandler } from "azeer-webhooks/server";
import { good, kept, outcome, TOKEN } from "./deliveries.mjs";

const second = ({ method = "POST", headers = { "x-token": TOKEN }, ...others } = {}) => ({
	version: "2.0",
	routeKey: "$default",
	rawPath: "/azeer",
	rawQueryString: `token=${TOKEN}`,
	headers,
	requestContext: { http: { method, path: "/azeer" } },
	body: good,
	isBase64Encoded: false,
	...others,
});
const first = ({ method = "POST", headers = { "x-token": TOKEN }, ...others } = {}) => ({
	httpMethod: method,
	path: "/azeer",
	headers,
	multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
	queryStringParameters: { token: TOKEN },
	multiValueQueryStringParameters: { token: [TOKEN] },
	requestContext: { stage: "prod" },
	body: good,
	isBase64Encoded: false,
	...others,
});
const balanced = ({ method = "POST", headers = { "x-token": TOKEN }, ...others } = {}) => ({
	httpMethod: method,
	path: "/azeer",
	headers,
	queryStringParameters: { token: TOKEN },
	requestContext: { elb: { targetGroupArn: "arn" } },
	body: good,
	isBase64Encoded: false,
	...others,
});
const several = ({ headers = { "x-token": TOKEN }, ...others } = {}) => ({
	...balanced(others),
	headers: undefined,
	queryStringParameters: undefined,
	multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
	multiValueQueryStringParameters: { token: [TOKEN] },
	...others,
});
const makers = {
	"function URL, API Gateway 2.0": second,
	"API Gateway 1.0": first,
	"load balancer": balanced,
	"load balancer with several values": several,
};

for (const [name, make] of Object.entries(makers)) {
	test(`${name}: bodies, answers and their shapes`, async () => {
		const { receiver, deliveries } = kept();
		const handler = toLambdaHandler(receiver);
		const hasDescription = name.startsWith("load balancer");
		const headersOf = ({ headers, multiValueHeaders }) => {
			assert.equal(headers === undefined, make === several);
			return (
				headers ?? Object.fromEntries(Object.entries(multiValueHeaders).map(([key, [value]]) => [key, value]))
			);
		};

		const { headers, multiValueHeaders, ...accepted } = await handler(make());
		assert.deepEqual(headersOf({ headers, multiValueHeaders }), {});
		assert.deepEqual(accepted, {
			statusCode: 202,
			...(hasDescription && { statusDescription: "202 Accepted" }),
			body: "",
			isBase64Encoded: false,
		});
		const base64 = { isBase64Encoded: true };
		const encoded = { "x-token": TOKEN, "content-encoding": "gzip", "content-length": "3" };
		for (const event of [
			make({ ...base64, body: Buffer.from(good).toString("base64") }),
			make({ ...base64, body: gzipSync(good).toString("base64"), headers: encoded }),
			// Decoded on its way, with headers as they were sent.
			make({ headers: encoded }),
			make({ ...base64, body: Buffer.from(good).toString("base64"), headers: encoded }),
			make({ ...base64, body: Buffer.from([0x7b, 0xff]).toString("base64") }),
			make({ body: null }),
			make({ body: undefined }),
		]) {
			assert.equal((await handler(event)).statusCode, 202);
		}
		assert.deepEqual(
			deliveries.map(({ body }) => body),
			[good, good, good, good, good, Uint8Array.of(0x7b, 0xff), "", ""],
		);

		// Where the text is not base64, and the bytes are gzip that is cut.
		const cut = gzipSync(good).subarray(0, 40).toString("base64");
		for (const body of ["%", "abcde", cut]) {
			assert.equal((await handler(make({ ...base64, body, headers: encoded }))).statusCode, 400, body);
		}

		const refused = await handler(make({ headers: {} }));
		assert.equal(refused.statusCode, 401);
		assert.equal(JSON.parse(refused.body).status, 401);
		assert.equal(headersOf(refused)["content-type"], "application/problem+json");
		assert.equal(refused.statusDescription, hasDescription ? "401 Unauthorized" : undefined);
		const get = await handler(make({ method: "GET", httpMethod: "GET", body: null }));
		assert.equal(get.statusCode, 405);
		assert.equal(headersOf(get).allow, "POST");
		assert.equal((await handler(make({ body: "x".repeat(2 ** 20 + 1) }))).statusCode, 413);
		assert.equal(deliveries.length, 8);
	});

	test(`${name}: a parameter of the query`, async () => {
		const { receiver } = kept({ authenticate: query("token", TOKEN) });
		const handler = toLambdaHandler(receiver);
		assert.equal((await handler(make())).statusCode, 202);
		for (const none of [null, undefined]) {
			const event = { ...make(), queryStringParameters: none, multiValueQueryStringParameters: none };
			assert.equal(
				(await handler({ ...event, rawQueryString: make === second ? "" : undefined })).statusCode,
				401,
			);
		}
	});
}

test("values that need escapes: decoded by API Gateway, and not by a load balancer", async () => {
	const { receiver } = kept({ authenticate: query("tö ken", "a&b=ü") });
	const handler = toLambdaHandler(receiver);
	const [name, value] = ["tö ken", "a&b=ü"];
	const written = { [encodeURIComponent(name)]: encodeURIComponent(value) };
	const [decoded, several] = [{ [name]: value }, { multiValueQueryStringParameters: undefined }];
	assert.equal((await handler(first({ queryStringParameters: decoded, ...several }))).statusCode, 202);
	assert.equal((await handler(balanced({ queryStringParameters: written, ...several }))).statusCode, 202);
});

test("a header or parameter that came twice is refused", async () => {
	const { receiver } = kept();
	const handler = toLambdaHandler(receiver);
	assert.equal((await handler(second({ headers: { "x-token": `${TOKEN},${TOKEN}` } }))).statusCode, 401);
	for (const make of [first, several]) {
		assert.equal((await handler(make({ multiValueHeaders: { "X-Token": [TOKEN, TOKEN] } }))).statusCode, 401);
	}
	const inQuery = toLambdaHandler(kept({ authenticate: query("token", TOKEN) }).receiver);
	for (const make of [first, several]) {
		const event = make({ multiValueQueryStringParameters: { token: [TOKEN, TOKEN] } });
		assert.equal((await inQuery(event)).statusCode, 401);
	}
	assert.equal((await inQuery(second({ rawQueryString: `token=${TOKEN}&token=${TOKEN}` }))).statusCode, 401);
});

test("the request that a receiver gets", async () => {
	const given = async (event) => {
		let request;
		const result = await toLambdaHandler(async (it) => {
			request = it;
			return new Response(await it.text());
		})(event);
		return { url: request.url, method: request.method, headers: [...request.headers], text: result.body };
	};
	const none = {
		headers: {},
		multiValueHeaders: undefined,
		rawQueryString: undefined,
		queryStringParameters: undefined,
		multiValueQueryStringParameters: undefined,
	};
	const [path, both] = ["https://lambda/azeer", { a: ["1", "2"], b: undefined, c: ["3"] }];
	for (const [event, url] of [
		[second(), `${path}?token=${TOKEN}`],
		[second({ rawQueryString: "" }), path],
		[second({ rawPath: undefined }), `https://lambda/?token=${TOKEN}`],
		[second({ rawPath: "@evil.example/" }), "https://lambda/"],
		[first({ ...none }), path],
		[first({ ...none, multiValueQueryStringParameters: both }), `${path}?a=1&a=2&c=3`],
		[{ ...first(none), requestContext: undefined }, path],
	]) {
		assert.equal((await given(event)).url, url);
	}
	const { headers } = await given(first({ ...none, multiValueHeaders: both }));
	assert.deepEqual(
		headers.filter(([name]) => name !== "content-type"),
		[
			["a", "1, 2"],
			["c", "3"],
		],
	);
	assert.deepEqual(await given(second({ ...none, method: "HEAD", body: null })), {
		url: path,
		method: "HEAD",
		headers: [],
		text: "",
	});
	assert.equal((await given(second({ body: null, isBase64Encoded: true }))).text, "");
});

test("a load balancer is told the words for each status", async () => {
	const described = async (receiver, event) => (await toLambdaHandler(receiver)(event)).statusDescription;
	const { receiver } = kept({ deliver: async () => outcome("handled") });
	assert.equal(await described(receiver, balanced()), "200 OK");
	assert.equal(
		await described(receiver, balanced({ method: "OPTIONS", httpMethod: "OPTIONS", body: null })),
		"204 No Content",
	);
	assert.equal(await described(async () => new Response(null, { status: 418 }), balanced()), "418 Other");
});

test("what is no request throws", async () => {
	const handler = toLambdaHandler(kept().receiver);
	for (const event of [undefined, null, {}, { Records: [{ eventSource: "aws:sqs" }] }]) {
		await assert.rejects(handler(event), {
			name: "TypeError",
			message: "azeer-webhooks/server: this is no event of a function URL, API Gateway or a load balancer",
		});
	}
	// A processor is a function too.
	for (const it of [{}, createProcessor({ on: { unknown() {} } })]) {
		assert.throws(() => toLambdaHandler(it), /toLambdaHandler takes a receiver/);
	}
});
