import * as api from "azeer-webhooks";
import { inspect } from "azeer-webhooks/inspect";
import { run } from "../../suite.mjs";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

export function GET() {
	return Response.json(run({ api, inspect }));
}
