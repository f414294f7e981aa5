// Deep equality that names the place of a difference. It runs in every host, so it imports nothing.

/** Throws if two values differ. The error names the place. */
export function same(found, wanted, what = "value") {
	const difference = differenceOf(found, wanted, "");
	if (difference !== undefined) {
		throw new Error(`${what}${difference}`);
	}
}

function differenceOf(found, wanted, path) {
	if (Object.is(found, wanted)) {
		return undefined;
	}
	const bothAreObjects = [found, wanted].every((it) => typeof it === "object" && it !== null);
	if (!bothAreObjects || Array.isArray(found) !== Array.isArray(wanted)) {
		return `${path} is ${show(found)}, not ${show(wanted)}`;
	}
	const names = new Set([...Object.keys(found), ...Object.keys(wanted)]);
	for (const name of names) {
		if (!Object.hasOwn(found, name) || !Object.hasOwn(wanted, name)) {
			return `${path}/${name} is ${Object.hasOwn(found, name) ? "there" : "missing"}`;
		}
		const difference = differenceOf(found[name], wanted[name], `${path}/${name}`);
		if (difference !== undefined) {
			return difference;
		}
	}
	return undefined;
}

function show(value) {
	return typeof value === "string" ? JSON.stringify(value) : String(value);
}
