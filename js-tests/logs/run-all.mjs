// Runs checks in any host, one after the other.

import { agent } from "../agent.mjs";

/** Calls each check with what is given. Resolves to how many there are, and what was thrown. */
export async function runAll(checks, given) {
	const failures = [];
	for (const [name, check] of Object.entries(checks)) {
		try {
			await check(given);
		} catch (error) {
			failures.push(`${name}: ${error?.stack ?? error}`);
		}
	}
	return { checks: Object.keys(checks).length, failures, agent: agent() };
}
