import { columns, paint } from "./output.js";
import { shown, widthOf } from "./text.js";

const GAP = 2;
/** A column is not made narrower than this, so a very narrow terminal wraps lines. */
const NARROWEST = 6;

/** A column of a table. */
export interface Column {
	readonly title: string;
	readonly align?: "left" | "right";
	/** Whether it gets narrower first if the terminal is too narrow. */
	readonly shrinks?: boolean;
}

/** The lines of a table, aligned by the columns that characters take. It fits into the terminal. */
export function table(titles: readonly Column[], rows: readonly (readonly string[])[]): string[] {
	const clean = rows.map((row) => row.map((cell) => shown(cell)));
	const widths = titles.map(({ title }, at) =>
		Math.max(widthOf(title), ...clean.map((row) => widthOf(row[at] ?? ""))),
	);
	let tooMuch = widths.reduce((sum, width) => sum + width + GAP, 0) - columns();
	titles.forEach(({ shrinks }, at) => {
		const width = widths[at] as number;
		if (shrinks && tooMuch > 0) {
			const narrower = Math.max(NARROWEST, width - tooMuch);
			widths[at] = Math.min(width, narrower);
			tooMuch -= width - (widths[at] as number);
		}
	});
	const line = (cells: readonly string[]): string =>
		cells
			.map((cell, at) => {
				const width = widths[at] as number;
				const text = shown(cell, width);
				const space = " ".repeat(width - widthOf(text));
				return titles[at]?.align === "right" ? space + text : text + space;
			})
			.join(" ".repeat(GAP))
			.trimEnd();
	return [paint("dim", line(titles.map(({ title }) => title))), ...rows.map((row) => line(row))].map(
		(it) => " ".repeat(GAP) + it,
	);
}
