import type { AzeerEvent } from "../generated/types.js";
import type { HostRequest, HostResponse } from "../server.js";
import { wire } from "./wire.js";

/** Options of {@link deliver}. */
export interface DeliverOptions {
	/** The address that the request is for; `http://localhost/` by default. */
	readonly url?: string | undefined;
	/** Headers, such as the one with your token. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Posts an event, or a body, to a receiver, and returns its response. A receiver is what `createReceiver` makes, or any
 * function from a `Request` to a `Response`.
 *
 * @example
 * const receiver = createReceiver({ authenticate: header("x-token", "secret"), deliver: async () => {} });
 * const response = await deliver(receiver, createFake().newContact(), { headers: { "x-token": "secret" } });
 */
export async function deliver(
	receiver: (request: HostRequest) => HostResponse | Promise<HostResponse>,
	event: AzeerEvent | string | Uint8Array,
	{ url = "http://localhost/", headers = {} }: DeliverOptions = {},
): Promise<HostResponse> {
	const body = typeof event === "string" || event instanceof Uint8Array ? event : wire(event);
	const all = new Headers({ "content-type": "application/json" });
	for (const [name, value] of Object.entries(headers)) {
		all.set(name, value);
	}
	const request = new Request(url, { method: "POST", headers: all, body: body as BodyInit });
	return receiver(request as HostRequest);
}
