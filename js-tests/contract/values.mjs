// The values that are JSON in the fixtures and in the table of cases; and the fixtures without one of their members, or with
// null in its place.

import { cases, fixtures } from "../suite.mjs";

const changed = [...fixtures.values()].flatMap((text) => {
	const value = JSON.parse(text);
	return Object.keys(value).flatMap((name) => {
		const { [name]: _, ...without } = value;
		return [without, { ...value, [name]: null }];
	});
});

export const values = [...fixtures.values(), ...cases.map(({ body }) => body)]
	.flatMap((text) => {
		try {
			return [JSON.parse(text)];
		} catch {
			return [];
		}
	})
	.concat(changed);
