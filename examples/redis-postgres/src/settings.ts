const { env } = process;

/** A whole number from the environment. */
function number(name: string, otherwise: number): number {
	const value = Number(env[name] ?? otherwise);
	if (!Number.isSafeInteger(value) || value < 0) {
		throw new RangeError(`${name} has to be a whole number`);
	}
	return value;
}

/** README.md explains each. */
export const settings = {
	port: number("PORT", 8080),
	token: env.TOKEN,
	redisUrl: env.REDIS_URL ?? "redis://127.0.0.1:6379",
	databaseUrl: env.DATABASE_URL ?? "postgres://postgres@127.0.0.1:5432/postgres",
	replicas: number("REPLICAS", 0),
	batch: number("BATCH", 100),
	queryMs: number("QUERY_MS", 20_000),
	takeOverMs: number("TAKE_OVER_MS", 60_000),
	maxTries: number("MAX_TRIES", 5),
};
