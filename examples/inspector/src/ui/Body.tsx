// The text of a body, in colours, with the faulty places marked. Long lines are broken after commas and brackets, for the eye only.

import { Fragment } from "react";
import type { Fault } from "../shared/protocol.ts";
import { type Token, tokens } from "../shared/tokens.ts";

/** A longer value is marked at its beginning only. */
const LONGEST_MARK = 400;

interface Props {
	readonly text: string;
	readonly faults: readonly Fault[];
}

export function Body({ text, faults }: Props) {
	const isOneLine = !text.trim().includes("\n");
	const all = tokens(text);
	const numbers = new Map(faults.map(({ at }, index) => [at, index + 1]));
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
		<section className="body" tabIndex={0} aria-label="Text of the body">
			<pre className="text">
				<code>
					{all.map((token, index) => {
						const next = all[index + 1];
						return (
							<Fragment key={token.start}>
								<Part text={text} token={token} numbers={numbers} />
								{isOneLine &&
									next !== undefined &&
									breaks(text, token, next) &&
									`\n${"  ".repeat(indent(text, token, next))}`}
							</Fragment>
						);
					})}
					{faults.some(({ at }) => at >= text.length) && <mark title="the body ends here">⏎ end</mark>}
				</code>
			</pre>
		</section>
	);
}

function Part({
	text,
	token,
	numbers,
}: {
	text: string;
	token: Token;
	numbers: ReadonlyMap<number, number>;
}) {
	const { kind, start, end } = token;
	const shown = text.slice(start, end);
	const found = [...numbers].filter(([at]) => at >= start && at < end);
	const first = found[0];
	if (first !== undefined) {
		const [at, number] = first;
		// A fault inside of a string is one character, elsewhere the whole value, unless that fills the pane.
		const from = at === start ? start : at;
		const to = at === start && shown.length <= LONGEST_MARK ? end : at + 1;
		return (
			<span className={kind}>
				{text.slice(start, from)}
				<mark id={`fault-${number}`}>{text.slice(from, to)}</mark>
				<sup>{found.map(([, it]) => it).join(" ")}</sup>
				{text.slice(to, end)}
			</span>
		);
	}
	return kind === "space" ? (
		shown
	) : (
		<span className={kind} dir={kind === "string" ? "auto" : undefined}>
			{shown}
		</span>
	);
}

function breaks(text: string, token: Token, next: Token): boolean {
	const [mark, following] = [text[token.start], text[next.start]];
	if (token.kind === "mark" && (mark === "{" || mark === "[" || mark === ",")) {
		return following !== "}" && following !== "]";
	}
	return next.kind === "mark" && (following === "}" || following === "]");
}

function indent(text: string, token: Token, next: Token): number {
	return next.kind === "mark" && "}]".includes(text[next.start] ?? "")
		? next.depth
		: token.depth + ("{[".includes(text[token.start] ?? " ") ? 1 : 0);
}
