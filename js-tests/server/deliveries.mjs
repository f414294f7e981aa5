// What the tests of receivers have in common.

import { safeParse } from "azeer-webhooks";
import { createReceiver, header } from "azeer-webhooks/server";
import { fixtures } from "../suite.mjs";

export const TOKEN = "s3cr3t-t0ken";
export const good = fixtures.get("01-incoming-text");

/** A request that is authenticated, unless these say otherwise. */
export function post(body = good, { headers = {}, ...options } = {}) {
	return new Request("https://receiver.example/azeer", {
		method: "POST",
		headers: { "x-token": TOKEN, ...headers },
		body,
		duplex: "half",
		...options,
	});
}

/** A receiver that keeps its deliveries, observations and errors. */
export function kept(options = {}) {
	const [deliveries, observations, errors] = [[], [], []];
	const { deliver = async () => {}, ...others } = options;
	const receiver = createReceiver({
		authenticate: header("x-token", TOKEN),
		observe: (observation) => observations.push(observation),
		onError: (error) => errors.push(error),
		...others,
		deliver: (delivery) => {
			deliveries.push(delivery);
			return deliver(delivery);
		},
	});
	return { receiver, deliveries, observations, errors };
}

/** The outcome of a body that is no event. */
export function invalid(body, isKept = false) {
	const { error } = safeParse(body);
	return { outcome: "invalid", retry: false, error, isKept };
}

const { event } = safeParse(good);

/** An outcome with an event. */
export function outcome(name) {
	return { outcome: name, retry: name === "busy", event, key: "key" };
}

/** A body that comes as these chunks, read only when it is asked for; counts what was taken. */
export function chunks(list, { end = "close" } = {}) {
	const state = { taken: 0, isCancelled: false };
	const iterator = list[Symbol.iterator]();
	state.body = new ReadableStream(
		{
			async pull(controller) {
				const { done, value } = iterator.next();
				if (!done) {
					state.taken += value.byteLength;
					controller.enqueue(value);
				} else if (end === "close") {
					controller.close();
				} else if (end === "error") {
					controller.error(new Error("the network is gone"));
				} else {
					await new Promise(() => {});
				}
			},
			cancel() {
				state.isCancelled = true;
			},
		},
		{ highWaterMark: 0 },
	);
	return state;
}

export const bytes = (text) => new TextEncoder().encode(text);
