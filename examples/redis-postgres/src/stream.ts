import { type Delivery, deliveryToText } from "azeer-webhooks/server";
import { createClient, type RedisClientType } from "redis";
import { logError } from "./log.js";
import { settings } from "./settings.js";

// The braces put both keys into one slot of a cluster. A transaction needs that.
export const STREAM = "{azeer}:deliveries";
export const DEAD = "{azeer}:dead";
export const GROUP = "postgres";

/** An entry of the stream, and how often it was given to a consumer. */
export interface Entry {
	readonly id: string;
	readonly message: Readonly<Record<string, string>>;
	readonly tries: number;
}

/** A client that connects, now and again, until it is destroyed. */
export function connected(): RedisClientType {
	const client: RedisClientType = createClient({
		url: settings.redisUrl,
		// A command fails at once while there is no connection: what waits in memory is not stored.
		disableOfflineQueue: true,
		// A server that hangs does not close connections, and a command has no time limit of its own. The ping keeps a quiet one alive.
		pingInterval: 3_000,
		socket: {
			socketTimeout: 10_000,
			// The default one gives up for ever after a socketTimeout.
			reconnectStrategy: (retries) => Math.min(100 * 2 ** retries, 2_000),
		},
	});
	// Without a listener, a lost connection ends the process.
	client.on("error", (error) => logError("redis", error));
	client.connect().catch((error) => logError("redis", error));
	return client;
}

/** Adds a delivery. It is stored when this resolves, as durably as Redis is set to. */
export async function add(client: RedisClientType, delivery: Delivery): Promise<void> {
	const added = client.xAdd(STREAM, "*", { delivery: deliveryToText(delivery) });
	if (settings.replicas === 0) {
		await added;
		return;
	}
	// A replica that takes over has only what it was sent. The server waits for writes of the same connection, so both are sent at once.
	const [, replicas] = await Promise.all([added, client.wait(settings.replicas, 1_000)]);
	if (replicas < settings.replicas) {
		throw new Error("too few replicas have the delivery");
	}
}

/** Makes the group, and the stream, unless they are there. */
export async function createGroup(client: RedisClientType): Promise<void> {
	try {
		// From 0, not from $: what came before the group is to be read too.
		await client.xGroupCreate(STREAM, GROUP, "0", { MKSTREAM: true });
	} catch (error) {
		if (!String(error).includes("BUSYGROUP")) {
			throw error;
		}
	}
}

/** New entries for a consumer: waits for them, so it needs a connection of its own. */
export async function read(reader: RedisClientType, consumer: string): Promise<Entry[]> {
	const streams = await reader.xReadGroup(
		GROUP,
		consumer,
		{ key: STREAM, id: ">" },
		{ COUNT: settings.batch, BLOCK: 1_000 },
	);
	const entries: Omit<Entry, "tries">[] = streams?.[0]?.messages ?? [];
	return entries.map((entry) => ({ ...entry, tries: 1 }));
}

/**
 * Entries that were given to a consumer a while ago and are not acknowledged: it has died, or they have failed. One at a time, so that one
 * that ends the process each time does not count as a try of others.
 */
export async function* left(client: RedisClientType, consumer: string): AsyncGenerator<Entry> {
	let cursor = "0-0";
	do {
		const { nextId, messages, deletedMessages } = await client.xAutoClaim(
			STREAM,
			GROUP,
			consumer,
			settings.takeOverMs,
			cursor,
			{ COUNT: 1 },
		);
		cursor = nextId;
		if (deletedMessages.length > 0) {
			console.error("lost: something else has deleted entries that nobody had acknowledged", deletedMessages);
		}
		for (const entry of messages) {
			if (entry !== null) {
				const [pending] = await client.xPendingRange(STREAM, GROUP, entry.id, entry.id, 1);
				yield { ...entry, tries: pending?.deliveriesCounter ?? 1 };
			}
		}
	} while (cursor !== "0-0");
}

/** Acknowledges entries. */
export async function acknowledge(client: RedisClientType, ids: string[]): Promise<void> {
	if (ids.length > 0) {
		await client.xAck(STREAM, GROUP, ids);
	}
}

/** Moves an entry to the dead letters, in one transaction: it is in one of both at any time. */
export async function bury(
	client: RedisClientType,
	{ id, message, tries }: Entry,
	reason: string,
): Promise<void> {
	await client
		.multi()
		.xAdd(DEAD, "*", { ...message, id, tries: `${tries}`, reason })
		.xAck(STREAM, GROUP, id)
		.exec();
}

/**
 * Removes the name of a consumer that ends, because names are kept for ever. One that has entries left keeps it: they would be forgotten
 * with it.
 */
export async function leave(client: RedisClientType, consumer: string): Promise<void> {
	const consumers = await client.xInfoConsumers(STREAM, GROUP);
	if (consumers.some(({ name, pending }) => String(name) === consumer && Number(pending) === 0)) {
		await client.xGroupDelConsumer(STREAM, GROUP, consumer);
	}
}

/** Removes what every group has read and acknowledged. Trimming by length would remove what nobody has read yet. */
export async function trim(client: RedisClientType): Promise<void> {
	const groups = await client.xInfoGroups(STREAM);
	const needed: string[] = [];
	for (const group of groups) {
		const { firstId } = await client.xPending(STREAM, String(group.name));
		needed.push(String(firstId ?? group["last-delivered-id"]));
	}
	const [oldest] = needed.sort(byId);
	if (oldest !== undefined) {
		await client.sendCommand(["XTRIM", STREAM, "MINID", oldest]);
	}
}

/** Ids are a time and a number: as texts they would be in another order. */
function byId(a: string, b: string): number {
	const [timeA = 0, numberA = 0] = a.split("-").map(Number);
	const [timeB = 0, numberB = 0] = b.split("-").map(Number);
	return timeA - timeB || numberA - numberB;
}
