// The values that are JSON in the fixtures and in the table of cases.

import { cases, fixtures } from "../suite.mjs";

export const values = [...fixtures.values(), ...cases.map(({ body }) => body)].flatMap((text) => {
	try {
		return [JSON.parse(text)];
	} catch {
		return [];
	}
});
