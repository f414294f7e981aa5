// Rows of the view, asked of the worker in pages when they come into sight.

import { useEffect, useRef, useState } from "react";
import type { Cell, View } from "../shared/protocol.ts";
import { call } from "./client.ts";

const PAGE = 64;
/** Pages that are kept. Those that were asked for first go first. */
const MAX_PAGES = 100;

/** How long it waits before it asks again, if the worker was already at another view, in milliseconds. */
const RETRY = 250;

export function useCells(
	{ version, query }: View,
	redacted: boolean,
	first: number,
	last: number,
): (index: number) => Cell | undefined {
	const pages = useRef(new Map<number, readonly Cell[]>());
	const asked = useRef(new Set<number>());
	const seen = useRef({ version, query, redacted });
	const [, setCount] = useState(0);
	const before = seen.current;
	if (before.query !== query || before.redacted !== redacted) {
		pages.current.clear();
	}
	if (before.version !== version || before.redacted !== redacted) {
		// Pages of the same query stay in sight until the new ones are there.
		asked.current.clear();
		seen.current = { version, query, redacted };
	}
	const from = Math.max(0, Math.floor(first / PAGE));
	const to = Math.floor(last / PAGE);
	useEffect(() => {
		let isCurrent = true;
		let timer: ReturnType<typeof setTimeout>;
		const isStale = () => seen.current.version !== version || seen.current.redacted !== redacted;
		const ask = async (page: number) => {
			asked.current.add(page);
			const cells = await call("cells", version, page * PAGE, (page + 1) * PAGE, redacted).catch(() => []);
			if (isStale()) {
				return;
			}
			if (cells.length === 0) {
				asked.current.delete(page);
				if (isCurrent) {
					timer = setTimeout(askAll, RETRY);
				}
				return;
			}
			pages.current.delete(page);
			pages.current.set(page, cells);
			const oldest = pages.current.keys().next().value;
			if (pages.current.size > MAX_PAGES && oldest !== undefined) {
				pages.current.delete(oldest);
				asked.current.delete(oldest);
			}
			setCount((count) => count + 1);
		};
		const askAll = () => {
			// The page may have been drawn with another view already, before this timer has ended.
			for (let page = from; page <= to && !isStale(); page++) {
				if (!asked.current.has(page)) {
					ask(page);
				}
			}
		};
		// A moment later, so that a list that flies past asks for nothing.
		timer = setTimeout(askAll, 16);
		return () => {
			isCurrent = false;
			clearTimeout(timer);
		};
	}, [version, redacted, from, to]);
	return (index) => pages.current.get(Math.floor(index / PAGE))?.[index % PAGE];
}
