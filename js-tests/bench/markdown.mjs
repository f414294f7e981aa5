// The pieces that the pages about performance are made of.

/** A table of Markdown. */
export const table = (head, rows) => [head, head.map(() => "---"), ...rows].map(line).join("\n");

const line = (cells) => `| ${cells.join(" | ")} |`;

/** A part that is closed until somebody opens it, so that the page stays short. */
export const details = (summary, ...parts) =>
	[`<details>\n<summary>${summary}</summary>`, ...parts, "</details>"].join("\n\n");

/** A ratio with two digits. */
export const two = (number) => number.toFixed(2);

/** The lowest and the highest of some ratios. */
export const range = ([low, high]) => `${two(low)} to ${two(high)}`;
