import type { Claim, Store } from "./store.js";

/** Sends one command, such as `["GET", "key"]`, and gives the reply. */
export type SendRedis = (command: string[]) => Promise<unknown>;

/** Options of {@link redisStore}. */
export interface RedisStoreOptions {
	/** What stands before each key; `azeer:` unless set. */
	readonly prefix?: string | undefined;
}

const DEFAULT_PREFIX = "azeer:";

// Redis runs a script to its end before anything else. A key holds "done", or "claimed by" and its owner.
const CLAIM = `local value = redis.call('GET', KEYS[1])
if value == 'done' then return 'done' end
if value and value ~= ARGV[1] then return 'busy' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'new'`;

const DONE = `local value = redis.call('GET', KEYS[1])
if not value or value == ARGV[1] then redis.call('SET', KEYS[1], 'done', 'PX', ARGV[2]) end
return 'ok'`;

const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 'ok'`;

/**
 * A store in Redis, over a function that sends one command. Each method is one script about one key, so it works in a cluster too. Redis
 * removes what has expired by itself.
 *
 * What Redis forgets is handled again: set `maxmemory-policy` to `noeviction`, and `appendonly` to `yes`.
 *
 * @throws {TypeError} if `send` is not a function, or `prefix` is not a string
 *
 * @example
 * const over = (client: { sendCommand(command: string[]): Promise<unknown> }) =>
 *   redisStore((command) => client.sendCommand(command));
 */
export function redisStore(send: SendRedis, { prefix = DEFAULT_PREFIX }: RedisStoreOptions = {}): Store {
	if (typeof send !== "function") {
		throw new TypeError("redisStore takes a function that sends a command");
	}
	if (typeof prefix !== "string") {
		throw new TypeError("prefix has to be a string");
	}
	const run = async (script: string, key: string, owner: string, ...rest: string[]): Promise<string> =>
		// A client may be set to give texts as bytes.
		String(await send(["EVAL", script, "1", prefix + key, `claimed by ${owner}`, ...rest]));

	return {
		claim: async (key, owner, leaseMs) => (await run(CLAIM, key, owner, String(leaseMs))) as Claim,
		async done(key, owner, ttlMs) {
			await run(DONE, key, owner, String(ttlMs));
		},
		async release(key, owner) {
			await run(RELEASE, key, owner);
		},
	};
}
