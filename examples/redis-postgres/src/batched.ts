import { Outage } from "./transaction.js";

interface Waiting<Row> {
	readonly row: Row;
	readonly resolve: () => void;
	readonly reject: (error: unknown) => void;
}

/**
 * Writes in one go what is given to it in one turn of the event loop. One row that PostgreSQL refuses spoils the whole transaction, so
 * rows are divided until that one is alone. A promise for each row says what became of it.
 */
export function batched<Row>(write: (rows: Row[]) => Promise<void>): (row: Row) => Promise<void> {
	let waiting: Waiting<Row>[] = [];

	async function writeAll(rows: Waiting<Row>[]): Promise<void> {
		try {
			await write(rows.map(({ row }) => row));
			for (const { resolve } of rows) {
				resolve();
			}
		} catch (error) {
			if (rows.length > 1 && !(error instanceof Outage)) {
				const middle = rows.length >> 1;
				await writeAll(rows.slice(0, middle));
				await writeAll(rows.slice(middle));
			} else {
				for (const { reject } of rows) {
					reject(error);
				}
			}
		}
	}

	return (row) =>
		new Promise((resolve, reject) => {
			if (waiting.length === 0) {
				setImmediate(() => {
					const rows = waiting;
					waiting = [];
					writeAll(rows);
				});
			}
			waiting.push({ row, resolve, reject });
		});
}
