// The types of receivers: with the types of Node.js, with the DOM, and with neither.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { scratch } from "../hosts/made.mjs";

const text = (body) => `import { createReceiver, header, toNodeListener } from "azeer-webhooks/server";
const receiver = createReceiver({
	authenticate: header("x-token", undefined as string | undefined),
	deliver: async ({ body, receivedAt }) => void [body, receivedAt.length],
});
const listener = toNodeListener(receiver);
export { listener };
${body}
`;

const projects = {
	"the types of Node.js": {
		lib: ["es2022"],
		types: ["node"],
		body: `import { createServer } from "node:http";
import { createServer as createServer2 } from "node:http2";
createServer(listener);
createServer2(listener);
export const answer: Promise<Response> = receiver(new Request("http://a"));
export const POST: (request: Request, context: { params: object }) => Promise<Response> = receiver;
createReceiver({ authenticate: async (request) => (await request.clone().text()) === "", deliver: async () => {} });`,
	},
	"the types of AWS Lambda": {
		lib: ["es2022"],
		types: ["node", "aws-lambda"],
		body: `import { toLambdaHandler } from "azeer-webhooks/server";
import type { ALBHandler, APIGatewayProxyHandler, APIGatewayProxyHandlerV2, LambdaFunctionURLHandler } from "aws-lambda";
const handler = toLambdaHandler(receiver);
export const handlers: [APIGatewayProxyHandler, APIGatewayProxyHandlerV2, ALBHandler, LambdaFunctionURLHandler] = [handler, handler, handler, handler];`,
	},
	"the DOM": {
		lib: ["es2022", "dom"],
		types: [],
		body: "export const answer: Promise<Response> = receiver(new Request(''), { TOKEN: '' }, { waitUntil() {} });",
	},
	neither: {
		lib: ["es2022"],
		types: [],
		body: `createReceiver({ authenticate: ({ headers, url }) => headers.get("a") === url, deliver: async () => {} });
const request = { method: "POST", url: "", headers: { get: () => null }, body: null, bodyUsed: false };
export const answer: Promise<number> = receiver(request).then(({ status }) => status);`,
	},
};

/** The last two lines, and nothing else, are wrong. */
const wrong = "receiver(1);\ncreateReceiver({ deliver: async () => {} });";

for (const [name, { lib, types, body }] of Object.entries(projects)) {
	for (const compiler of ["typescript", "typescript-5.9"]) {
		test(`${compiler}: ${name}`, () => {
			const source = text(body) + wrong;
			const last = source.split("\n").length;
			// The types of Node.js themselves do not all hold without the DOM.
			const options = { lib, types, skipLibCheck: types.length > 0 };
			const compilerOptions = {
				strict: true,
				noEmit: true,
				module: "nodenext",
				target: "es2022",
				...options,
			};
			const files = {
				"use.mts": source,
				"tsconfig.json": JSON.stringify({ compilerOptions, files: ["use.mts"] }),
			};
			return scratch(files, async (cwd) => {
				const tsc = fileURLToPath(new URL(`../../node_modules/${compiler}/bin/tsc`, import.meta.url));
				const { stdout } = spawnSync(process.execPath, [tsc, "--pretty", "false"], { cwd, encoding: "utf8" });
				const lines = [...stdout.matchAll(/^\S+\((\d+),\d+\): error TS/gm)].map(([, line]) => Number(line));
				assert.deepEqual(lines, [last - 1, last], stdout);
			});
		});
	}
}
