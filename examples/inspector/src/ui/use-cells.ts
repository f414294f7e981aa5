// Rows of the view, asked of the worker in pages when they come into sight.

import { useEffect, useRef, useState } from "react";
import type { Cell } from "../shared/protocol.ts";
import { call } from "./client.ts";

const PAGE = 64;
/** Pages that are kept. Those that were asked for first go first. */
const MAX_PAGES = 100;

export function useCells(
	version: number,
	redacted: boolean,
	first: number,
	last: number,
): (index: number) => Cell | undefined {
	const pages = useRef(new Map<number, readonly Cell[]>());
	const asked = useRef(new Set<number>());
	const seen = useRef({ version, redacted });
	const [, setCount] = useState(0);
	if (seen.current.redacted !== redacted) {
		pages.current.clear();
	}
	if (seen.current.version !== version || seen.current.redacted !== redacted) {
		// Pages of the last view stay in sight until the new ones are there.
		asked.current.clear();
		seen.current = { version, redacted };
	}
	const from = Math.max(0, Math.floor(first / PAGE));
	const to = Math.floor(last / PAGE);
	useEffect(() => {
		let isCurrent = true;
		const ask = async (page: number) => {
			asked.current.add(page);
			const cells = await call("cells", version, page * PAGE, (page + 1) * PAGE, redacted).catch(() => []);
			const { version: now, redacted: isRedacted } = seen.current;
			if (now !== version || isRedacted !== redacted) {
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
		// A moment later, so that a list that flies past asks for nothing.
		const timer = setTimeout(() => {
			for (let page = from; isCurrent && page <= to; page++) {
				if (!asked.current.has(page)) {
					ask(page);
				}
			}
		}, 16);
		return () => {
			isCurrent = false;
			clearTimeout(timer);
		};
	}, [version, redacted, from, to]);
	return (index) => pages.current.get(Math.floor(index / PAGE))?.[index % PAGE];
}
