// What goes wrong while deliveries come: each for real, and each seen to have struck.

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { STREAM } from "./deployment.mjs";
import { eventually } from "./eventually.mjs";

const GROUP = "postgres";

/**
 * Transactions that fail at random, rows that are refused for their first three seconds, and rows that always are. Sequences count: they are
 * not rolled back.
 */
export async function makeUnreliable(query) {
	for (const statement of [
		"CREATE SEQUENCE transactions",
		"CREATE SEQUENCE rows",
		`CREATE FUNCTION fail_at_random() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			IF random() < 0.05 THEN
				PERFORM nextval('transactions');
				RAISE EXCEPTION 'no luck' USING ERRCODE = 'serialization_failure';
			END IF;
			RETURN NEW;
		END $$`,
		`CREATE FUNCTION refuse_at_first() RETURNS trigger LANGUAGE plpgsql AS $$
		BEGIN
			IF hashtext(NEW.body) % 50 = 0 AND NEW.received_at > now() - interval '3 seconds' THEN
				PERFORM nextval('rows');
				RAISE EXCEPTION 'too early';
			END IF;
			RETURN NEW;
		END $$`,
		"CREATE TRIGGER a BEFORE INSERT ON azeer_ledger FOR EACH STATEMENT EXECUTE FUNCTION fail_at_random()",
		"CREATE TRIGGER b BEFORE INSERT ON azeer_bodies FOR EACH ROW EXECUTE FUNCTION refuse_at_first()",
		"ALTER TABLE azeer_bodies ADD CHECK (body NOT LIKE '%poison%')",
	]) {
		await query(statement);
	}
}

/** How often transactions and rows have failed. */
export async function failuresOf(query) {
	const count = (name) =>
		`(SELECT CASE WHEN is_called THEN last_value ELSE 0 END::int FROM ${name}) AS ${name}`;
	const [failures] = await query(`SELECT ${count("transactions")}, ${count("rows")}`);
	return failures;
}

/** The entries that a consumer has read and not acknowledged. */
async function pendingOf(client, { pid }) {
	const consumers = await client.xInfoConsumers(STREAM, GROUP);
	return consumers.find(({ name }) => name.endsWith(`-${pid}`))?.pending ?? 0;
}

/**
 * A consumer is killed that has read a batch and has not finished it. It is stopped first: to ask what it has and then to kill it would find that
 * it has finished. Redis gives entries to one that is stopped while it waits for them.
 */
export function consumerIsKilled({ client }, consumer) {
	return eventually(async () => {
		consumer.signal("SIGSTOP");
		await setTimeout(50);
		const left = await pendingOf(client, consumer);
		if (left === 0) {
			consumer.signal("SIGCONT");
		}
		assert.ok(left > 0, "it has never had a batch");
		await consumer.stop("SIGKILL");
		return left;
	});
}

export async function redisIsKilled({ redisServer }) {
	await redisServer.stop("SIGKILL");
	await setTimeout(300);
	await redisServer.start();
}

export async function postgresIsStopped({ postgresServer }, ms) {
	assert.equal(await postgresServer.stop("SIGINT"), 0);
	await setTimeout(ms);
	await postgresServer.start();
}

/** Redis hangs for longer than a client waits for it. */
export async function redisHangs({ redisServer }) {
	redisServer.signal("SIGSTOP");
	await setTimeout(12_000);
	redisServer.signal("SIGCONT");
}

/** All connections of PostgreSQL hang, with their locks, for longer than a client waits for them. New ones do not. */
export async function postgresHangs({ query }) {
	const backends = await query(
		"SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND client_port > 0",
	);
	assert.ok(backends.length > 0, "nobody is connected");
	const signal = (name) => {
		for (const { pid } of backends) {
			try {
				process.kill(pid, name);
			} catch {
				// It has ended: clients close connections that they do not use.
			}
		}
	};
	signal("SIGSTOP");
	await setTimeout(12_000);
	signal("SIGCONT");
}

/** A service that is told to end while it works finishes what it has begun. */
export async function serviceIsRestarted(service) {
	assert.equal(await service.stop("SIGTERM"), 0, service.printed);
	await service.start();
}
