// Writes JSON in other spellings. The value stays the same, so a delivery in another spelling is the same delivery.

const SPACES = ["", "", "", " ", "\n\t", "\r\n  "];

/** A value in a spelling that `next` chooses: order of members, white space, escapes, and how numbers are written. */
export function spelled(value, next) {
	const space = () => SPACES[Math.floor(next() * SPACES.length)];
	const list = (open, parts, close) => `${open}${space()}${parts.join(`${space()},${space()}`)}${close}`;
	const written = (it) => {
		if (typeof it === "string") {
			return text(it, next);
		}
		if (typeof it === "number") {
			return number(it, next);
		}
		if (Array.isArray(it)) {
			return list("[", it.map(written), "]");
		}
		if (it === null || typeof it !== "object") {
			return JSON.stringify(it);
		}
		const members = Object.entries(it)
			.map((member) => [next(), member])
			.sort(([one], [other]) => one - other)
			.map(([, [name, member]]) => `${text(name, next)}${space()}:${space()}${written(member)}`);
		return list("{", members, "}");
	};
	return space() + written(value) + space();
}

function text(value, next) {
	const share = next() < 0.3 ? 0.2 : 0;
	// By code units: both halves of a pair may be escaped, one alone may not.
	const characters = Array.from(value, (it) => {
		if (next() >= share) {
			return JSON.stringify(it).slice(1, -1);
		}
		return it === "/"
			? "\\/"
			: Array.from(it.split(""), (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
	});
	return `"${characters.join("")}"`;
}

function number(value, next) {
	const plain = JSON.stringify(value);
	if (next() < 0.8 || !/^-?\d+(\.\d+)?$/.test(plain)) {
		return plain;
	}
	return next() < 0.5 ? `${plain}e0` : plain.includes(".") ? `${plain}00` : `${plain}.0`;
}
