// From a request to the queue. The answer is sent once the queue has the delivery.

import { createReceiver, header, type Receiver } from "azeer-webhooks/server";
import { send } from "./message.ts";

// An isolate serves many requests, and its bindings stay the same.
let receiver: Receiver | undefined;

export function receive(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
	receiver ??= createReceiver({
		authenticate: header("x-token", env.TOKEN),
		deliver: (delivery) => send(delivery, env),
		onError: (error) => console.error({ failed: "receive", error: (error as Error)?.name }),
	});
	return receiver(request, ctx);
}
