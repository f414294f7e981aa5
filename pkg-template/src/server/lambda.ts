import { isGzip } from "../core/bytes.js";
import { titleOf } from "./answer.js";
import { fromBase64 } from "./base64.js";
import type { HostRequest, HostResponse, Receiver } from "./fetch.js";

/** Values by name, as Lambda has them. */
type Values<T> = { readonly [name: string]: T | undefined } | null | undefined;

/** What {@link toLambdaHandler} uses of an event: of a function URL, of API Gateway (formats 1.0 and 2.0), or of a load balancer. */
export interface LambdaEvent {
	readonly version?: string;
	readonly httpMethod?: string;
	readonly path?: string;
	readonly rawPath?: string;
	readonly rawQueryString?: string;
	readonly headers?: Values<string>;
	readonly multiValueHeaders?: Values<readonly string[]>;
	readonly queryStringParameters?: Values<string>;
	readonly multiValueQueryStringParameters?: Values<readonly string[]>;
	readonly requestContext?: { readonly http?: { readonly method: string }; readonly elb?: object };
	readonly body?: string | null;
	readonly isBase64Encoded?: boolean;
}

/** What Lambda takes for an answer. */
export interface LambdaResult {
	statusCode: number;
	/** What a load balancer shows for the status. */
	statusDescription?: string;
	headers?: { [name: string]: string };
	/** Instead of `headers`, for a load balancer that has them so. */
	multiValueHeaders?: { [name: string]: string[] };
	body: string;
	isBase64Encoded: boolean;
}

/**
 * Makes a handler for AWS Lambda of a receiver: for function URLs, for API Gateway and for load balancers.
 *
 * Lambda stops at the answer. Set `deadline` longer than `deliver` takes, and the timeout of the function longer than that.
 *
 * @example
 * const receiver = createReceiver({ authenticate: unauthenticated(), deliver: async () => {} });
 * const handler = toLambdaHandler(receiver);
 */
export function toLambdaHandler(receiver: Receiver): (event: LambdaEvent) => Promise<LambdaResult> {
	if (typeof receiver !== "function") {
		throw new TypeError("azeer-webhooks/server: toLambdaHandler takes a receiver");
	}
	return async (event) => resultOf(event, await receiver(requestOf(event)));
}

function requestOf(event: LambdaEvent): HostRequest {
	const method = event?.requestContext?.http?.method ?? event?.httpMethod;
	if (typeof method !== "string") {
		throw new TypeError(
			"azeer-webhooks/server: this is no event of a function URL, API Gateway or a load balancer",
		);
	}
	const headers = new Headers();
	for (const [name, values] of entries(event.multiValueHeaders, event.headers)) {
		for (const value of values) {
			headers.append(name, value);
		}
	}
	// It counts the bytes that Lambda has got, which may be decoded or in base64 here.
	headers.delete("content-length");
	const body = event.isBase64Encoded ? fromBase64(event.body ?? "") : (event.body ?? "");
	if (typeof body === "string" || !isGzip(body)) {
		headers.delete("content-encoding");
	}
	const hasBody = method !== "GET" && method !== "HEAD";
	return new Request(addressOf(event), {
		method,
		headers,
		...(hasBody && { body }),
	} as RequestInit) as HostRequest;
}

/** Values by name, from the map that has several of each if there is one. */
function entries(several: Values<readonly string[]>, single: Values<string>): [string, readonly string[]][] {
	const map = several ?? single ?? {};
	return Object.entries(map).map(([name, value]) => [
		name,
		value === undefined ? [] : typeof value === "string" ? [value] : value,
	]);
}

function addressOf(event: LambdaEvent): string {
	const path = event.rawPath ?? event.path ?? "/";
	const search = event.rawQueryString ?? searchOf(event);
	const address = `https://lambda${path}${search === "" ? "" : `?${search}`}`;
	return path.startsWith("/") && URL.canParse(address) ? address : "https://lambda/";
}

/** API Gateway has decoded the query, a load balancer has not. */
function searchOf(event: LambdaEvent): string {
	const written = event.requestContext?.elb === undefined ? encodeURIComponent : (text: string) => text;
	return entries(event.multiValueQueryStringParameters, event.queryStringParameters)
		.flatMap(([name, values]) => values.map((value) => `${written(name)}=${written(value)}`))
		.join("&");
}

async function resultOf(event: LambdaEvent, response: HostResponse): Promise<LambdaResult> {
	const headers: { [name: string]: string } = {};
	response.headers.forEach((value, name) => {
		headers[name] = value;
	});
	const result: LambdaResult = {
		statusCode: response.status,
		body: await response.text(),
		isBase64Encoded: false,
	};
	if (event.requestContext?.elb === undefined) {
		return { ...result, headers };
	}
	const statusDescription = `${response.status} ${titleOf(response.status)}`;
	return event.multiValueHeaders
		? {
				...result,
				statusDescription,
				multiValueHeaders: Object.fromEntries(
					Object.entries(headers).map(([name, value]) => [name, [value]]),
				),
			}
		: { ...result, statusDescription, headers };
}
