import { once } from "node:events";
import { styleText } from "node:util";

/** Writes a line to standard output. Resolves when there is room for more. */
export async function print(line: string): Promise<void> {
	if (!process.stdout.write(`${line}\n`)) {
		await once(process.stdout, "drain");
	}
}

/** Writes a line to standard error, where messages go that are not the result. */
export function note(line: string): void {
	process.stderr.write(`${line}\n`);
}

/** Writes what has failed as a line to standard error. */
export function complain(message: string): void {
	note(`azeer-webhooks: ${message}`);
}

/** How many columns a line may take. Without a terminal there is no limit. */
export function columns(stream: NodeJS.WriteStream = process.stdout): number {
	return stream.isTTY ? stream.columns || 80 : Number.POSITIVE_INFINITY;
}

export type Style = "red" | "yellow" | "green" | "cyan" | "bold" | "dim";

/** Colours a text if the stream shows colours: a terminal does, unless NO_COLOR is set. FORCE_COLOR colours for pipes too. */
export function paint(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
	// Otherwise newer versions of Node.js decide by themselves.
	return hasColours(stream) ? styleText(style, text, { validateStream: false }) : text;
}

function hasColours(stream: NodeJS.WriteStream): boolean {
	const { NO_COLOR, FORCE_COLOR } = process.env;
	if (NO_COLOR) {
		return false;
	}
	return FORCE_COLOR !== undefined && FORCE_COLOR !== "0" ? true : stream.isTTY && stream.hasColors();
}

/** A number with separators between thousands. */
export const counted = (count: number): string => count.toLocaleString("en");

/** A number of things: `1 line`, `2 lines`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
	`${counted(count)} ${count === 1 ? one : many}`;
