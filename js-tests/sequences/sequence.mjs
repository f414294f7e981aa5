// Makes random calls one after another. Each result is compared with a fresh copy of the package, and with an oracle
// that shares no code with it: a call must not change the result of the next. It runs in every host, so it imports
// nothing of a host.

import { random } from "../random.mjs";
import { same } from "../same.mjs";
import { Bodies } from "./bodies.mjs";
import { expected, lines } from "./oracle.mjs";

/** The names change after this many calls. */
const RENEWED = 200;
/** How many batches are open at once. */
const OPEN = 3;

/** The fault that replaces the core's next call: `undefined`, a trap, or a foreign error. */
let fault;

/** Makes instances of the core fail while `fault` is set. */
function instrument() {
	const { Instance } = WebAssembly;
	WebAssembly.Instance = class extends Instance {
		get exports() {
			const { reserve, parse, parse_line, ...rest } = super.exports;
			const failing =
				(call) =>
				(...args) => {
					if (fault === undefined) {
						return call(...args);
					}
					const what = fault;
					fault = undefined;
					if (what === "foreign") {
						throw new Error("foreign");
					}
					// More memory than is possible: the core stops as if it ran out of memory.
					return reserve(0xffff_ffff);
				};
			return { ...rest, reserve, parse: failing(parse), parse_line: failing(parse_line) };
		}
	};
	return () => {
		WebAssembly.Instance = Instance;
	};
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Everything that a caller can see of a result. */
function seen({ ok, event, error, line, offset }) {
	if (ok) {
		// The text also shows the order of members.
		return { ok, line, offset, event, text: JSON.stringify(event) };
	}
	const { issues, more, message, status, frame, body } = error;
	return {
		ok,
		line,
		offset,
		issues,
		more,
		message,
		status,
		frame,
		body: typeof body === "string" ? body : decoder.decode(body),
	};
}

/** Compares a result with the oracle's. */
function compare({ ok, event, error }, wanted) {
	same(ok, wanted.ok, "ok");
	if (ok) {
		same(event, wanted.event, "event");
	} else {
		same(
			error.issues.map(({ code, path, offset }) => ({ code, path, offset })),
			wanted.issues,
			"issues",
		);
		same(error.more, wanted.more, "more");
	}
}

class Sequence {
	#bodies;
	#apis;
	#fresh;
	/** Batches that go on between other calls: an iterator and the expected results. */
	#open = [];
	counts = {};

	constructor({ apis, fresh, seed, examples }) {
		this.#apis = Object.values(apis);
		this.#fresh = fresh;
		this.#bodies = new Bodies(random(seed), examples);
	}

	async step(number) {
		const bodies = this.#bodies;
		if (number % RENEWED === 0) {
			bodies.renew();
		}
		const kind = bodies.below(100);
		if (kind < 76) {
			await this.#parse();
		} else if (kind < 80) {
			await this.#batch();
		} else if (kind < 84) {
			await this.#begin();
		} else if (kind < 91) {
			this.#goOn();
		} else if (kind < 92) {
			this.#end();
		} else if (kind < 96) {
			await this.#validate();
		} else if (kind < 98) {
			this.#fail();
		} else {
			this.#help();
		}
	}

	#count(name) {
		this.counts[name] = (this.counts[name] ?? 0) + 1;
	}

	/** A body as a string or bytes, and options for it. */
	#given(text) {
		const bodies = this.#bodies;
		const body = bodies.chance(0.5) ? text : bodies.bytes(text);
		return [body, bodies.options(typeof body === "string" ? encoder.encode(body).length : body.length)];
	}

	async #parse() {
		const [body, options] = this.#given(this.#bodies.body());
		const result = this.#bodies.pick(this.#apis).safeParse(body, options);
		this.#count(
			result.ok
				? result.event.webhook_event_type === "unknown"
					? "unknown"
					: "event"
				: result.error.issues[0].code,
		);
		compare(result, expected(body, options));
		const alone = (await this.#fresh()).safeParse(body, options);
		same(seen(result), seen(alone), "compared with a fresh copy");
	}

	/** A batch, with the results of the oracle and of a fresh copy. */
	async #lines() {
		const [body, options] = this.#given(this.#bodies.lines());
		const wanted = lines(body, options);
		const alone = [...(await this.#fresh()).parseMany(body, options)].map(seen);
		same(
			alone.map(({ line }) => line),
			wanted.map(({ line }) => line),
			"lines",
		);
		const iterator = this.#bodies.pick(this.#apis).parseMany(body, options)[Symbol.iterator]();
		return { iterator, wanted, alone, at: 0 };
	}

	/** Takes the next result of a batch. Returns whether there was one. */
	#take(batch) {
		const { value, done } = batch.iterator.next();
		same(done === true, batch.at === batch.wanted.length, "end of a batch");
		if (done) {
			return false;
		}
		compare(value, batch.wanted[batch.at]);
		same(seen(value), batch.alone[batch.at], "compared with a fresh copy");
		batch.at += 1;
		this.#count("line");
		return true;
	}

	async #batch() {
		const batch = await this.#lines();
		while (this.#take(batch)) {}
	}

	async #begin() {
		if (this.#open.length < OPEN) {
			this.#open.push(await this.#lines());
		} else {
			// A caller may drop a batch without ending it.
			this.#open.shift();
		}
	}

	#goOn() {
		const batch = this.#bodies.pick(this.#open);
		for (let times = this.#bodies.below(3); batch !== undefined && times >= 0; times--) {
			if (!this.#take(batch)) {
				this.#open = this.#open.filter((it) => it !== batch);
				return;
			}
		}
	}

	#end() {
		const [batch] = this.#open.splice(0, 1);
		batch?.iterator.return();
	}

	/** Validates a value whose `toJSON` makes other calls. */
	async #validate() {
		const bodies = this.#bodies;
		const [inner, options] = this.#given(bodies.body());
		const outer = bodies.body();
		let value;
		try {
			value = JSON.parse(outer);
		} catch {
			return;
		}
		const text = JSON.stringify(value);
		const api = bodies.pick(this.#apis);
		const given = {
			toJSON: () => {
				compare(api.safeParse(inner, options), expected(inner, options));
				this.#goOn();
				return value;
			},
		};
		const result = api.validate(given);
		this.#count("validate");
		compare(result, expected(text));
		same(seen(result), seen((await this.#fresh()).safeParse(text)), "compared with a fresh copy");
	}

	/** Makes a call that fails inside the core. */
	#fail() {
		const bodies = this.#bodies;
		const [body] = this.#given(bodies.body());
		fault = bodies.pick(["trap", "foreign"]);
		const what = fault;
		let thrown;
		try {
			bodies.pick(this.#apis).safeParse(body);
		} catch (error) {
			thrown = error;
		}
		// A body that is too large never reaches the core.
		if (fault === undefined) {
			same(
				what === "foreign" ? thrown?.message === "foreign" : thrown?.message.includes("has stopped"),
				true,
				what,
			);
			this.#count(what);
		}
		fault = undefined;
	}

	/** Helpers that use the core's memory. */
	#help() {
		const api = this.#bodies.pick(this.#apis);
		const { event } = api.safeParse(
			'{"timestamp":"2024-03-08T06:44:54.5Z","webhook_event_type":"chat_closed"}',
		);
		same(api.sentAt(event)?.getTime(), Date.UTC(2024, 2, 8, 6, 44, 54, 500), "sentAt");
		this.#count("help");
	}
}

/**
 * Makes `steps` calls to `apis`, copies of the package by their names, and throws at the first difference. `fresh`
 * returns a copy that was never called; `examples` are texts of payloads. Returns how many calls had each result.
 */
export async function run({ apis, fresh, seed, steps, examples }) {
	const restore = instrument();
	const sequence = new Sequence({ apis, fresh, seed, examples });
	let number = 0;
	try {
		for (; number < steps; number++) {
			await sequence.step(number);
		}
	} catch (error) {
		throw new Error(`seed ${seed}, step ${number}: ${error.message}`, { cause: error });
	} finally {
		restore();
	}
	return sequence.counts;
}
