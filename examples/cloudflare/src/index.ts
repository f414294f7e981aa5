import { bury } from "./bury.ts";
import { consume } from "./consume.ts";
import { expire } from "./expire.ts";
import { read } from "./read.ts";
import { receive } from "./receive.ts";

export default {
	fetch(request, env, ctx) {
		const { pathname } = new URL(request.url);
		if (pathname === "/azeer") {
			return receive(request, env, ctx);
		}
		return pathname.startsWith("/api/") ? read(request, env) : new Response(null, { status: 404 });
	},
	queue(batch, env) {
		return batch.queue === "azeer-dead-letters" ? bury(batch, env) : consume(batch, env);
	},
	scheduled(_, env) {
		return expire(env);
	},
} satisfies ExportedHandler<Env, string>;
