import { fromBase64 } from "../core/base64.js";
import { isGzip } from "../core/bytes.js";
import { titleOf } from "./answer.js";
import type { HostRequest, HostResponse, Receiver } from "./fetch.js";
import { needReceiver } from "./need-receiver.js";

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
	/** Its members `http` and `elb` are used. */
	readonly requestContext?: object;
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
	needReceiver("toLambdaHandler", receiver);
	return async (event) => resultOf(event, await receiver(requestOf(event)));
}

interface Context {
	readonly http?: { readonly method?: unknown };
	readonly elb?: unknown;
}

const contextOf = (event: LambdaEvent): Context => event.requestContext ?? {};

function requestOf(event: LambdaEvent): HostRequest {
	const method = contextOf(event ?? {}).http?.method ?? event?.httpMethod;
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
	const body = event.isBase64Encoded ? decoded(event.body ?? "") : (event.body ?? "");
	// A gateway may have decoded it, so only gzip itself is believed.
	if (!(body instanceof Uint8Array && isGzip(body))) {
		headers.delete("content-encoding");
	}
	const hasBody = method !== "GET" && method !== "HEAD";
	return new Request(addressOf(event), {
		method,
		headers,
		...(hasBody && { body, duplex: "half" }),
	} as RequestInit) as HostRequest;
}

/** The bytes, or a stream that breaks off if the text is not base64. */
function decoded(text: string): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
	try {
		return fromBase64(text);
	} catch (error) {
		return new ReadableStream({ pull: (controller) => controller.error(error) }, { highWaterMark: 0 });
	}
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
	return path.startsWith("/") ? address : "https://lambda/";
}

/** API Gateway has decoded the query, a load balancer has not. */
function searchOf(event: LambdaEvent): string {
	const written = contextOf(event).elb === undefined ? encodeURIComponent : (text: string) => text;
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
	if (contextOf(event).elb === undefined) {
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
