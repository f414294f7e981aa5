// The state of the log: its files, the view, and the jobs that run.

import { useCallback, useEffect, useRef, useState } from "react";
import { type Filters, fromHash, toHash } from "../shared/filters.ts";
import type { Progress, View } from "../shared/protocol.ts";
import { call, onProgress } from "./client.ts";

/** How often the view follows a job, in milliseconds. */
const INTERVAL = 500;
/** A view that takes long is asked for less often: a job has at least so much of the worker's time for each part of the view's. */
const SHARE = 5;
/** How long the search waits for the next letter, in milliseconds. */
const PAUSE = 250;

export interface LogState {
	readonly files: readonly File[];
	readonly view: View | null;
	readonly filters: Filters;
	readonly search: string;
	readonly reading: Progress | null;
	readonly searching: Progress | null;
	readonly isCancelled: boolean;
	readonly error: string | null;
	setFilters(filters: Filters): void;
	setSearch(text: string): void;
	read(files: readonly File[]): void;
	cancel(job: Progress["job"]): void;
	clear(): void;
}

export function useLog(): LogState {
	const [files, setFiles] = useState<readonly File[]>([]);
	const [view, setView] = useState<View | null>(null);
	const [filters, setFilters] = useState(() => fromHash(location.hash));
	const [search, setSearch] = useState("");
	const [reading, setReading] = useState<Progress | null>(null);
	const [searching, setSearching] = useState<Progress | null>(null);
	const [isCancelled, setCancelled] = useState(false);
	const [error, setError] = useState<string | null>(null);
	const refresh = useRefresh(files.length > 0, filters, search, setView, setError);

	useEffect(() => {
		history.replaceState(null, "", `#${toHash(filters)}`);
		refresh();
	}, [filters, refresh]);
	// biome-ignore lint/correctness/useExhaustiveDependencies: another text has another view
	useEffect(() => {
		const timer = setTimeout(refresh, PAUSE);
		return () => clearTimeout(timer);
	}, [search, refresh]);
	useEffect(() => {
		const follow = () => setFilters(fromHash(location.hash));
		addEventListener("hashchange", follow);
		return () => removeEventListener("hashchange", follow);
	}, []);
	useEffect(() => {
		let next = 0;
		return onProgress((progress) => {
			const isDone = progress.done >= progress.of;
			if (progress.job === "read") {
				setReading((now) => (now === null ? now : progress));
			} else if (progress.job === "search") {
				setSearching(isDone ? null : progress);
			}
			if (isDone || performance.now() > next) {
				next = Number.POSITIVE_INFINITY;
				const start = performance.now();
				refresh().then(() => {
					next = performance.now() + Math.max(INTERVAL, SHARE * (performance.now() - start));
				});
			}
		});
	}, [refresh]);

	const queue = useRef<(readonly File[])[]>([]);
	const isReading = useRef(false);
	const read = useCallback(
		async (added: readonly File[]) => {
			setFiles((now) => [...now, ...added]);
			setError(null);
			setCancelled(false);
			queue.current.push(added);
			if (isReading.current) {
				return;
			}
			isReading.current = true;
			for (let next = queue.current.shift(); next !== undefined; next = queue.current.shift()) {
				const of = next.reduce((sum, { size }) => sum + size, 0);
				setReading({ job: "read", name: next[0]?.name ?? "", done: 0, of });
				try {
					setCancelled((await call("read", next)).isCancelled);
				} catch (failure) {
					setError((failure as Error).message);
				}
			}
			isReading.current = false;
			// The reading is over when the view has all of it.
			await refresh();
			setReading((now) => (isReading.current ? now : null));
		},
		[refresh],
	);
	const cancel = useCallback((job: Progress["job"]) => {
		if (job === "read") {
			queue.current = [];
		}
		call("cancel", job);
	}, []);
	const clear = useCallback(async () => {
		queue.current = [];
		await call("clear");
		setFiles([]);
		setView(null);
		setSearch("");
		setError(null);
		setCancelled(false);
	}, []);

	return {
		files,
		view,
		filters,
		search,
		reading,
		searching,
		isCancelled,
		error,
		setFilters,
		setSearch,
		read,
		cancel,
		clear,
	};
}

/** Asks for the view of the newest filters, one question at a time. The promise ends when a view that was asked for since is there. */
function useRefresh(
	hasLog: boolean,
	filters: Filters,
	search: string,
	setView: (view: View) => void,
	setError: (error: string) => void,
): () => Promise<void> {
	const wanted = useRef({ hasLog, filters, search });
	wanted.current = { hasLog, filters, search };
	const asking = useRef<Promise<void> | null>(null);
	const isStale = useRef(false);
	return useCallback(async () => {
		const ask = async () => {
			try {
				while (isStale.current) {
					isStale.current = false;
					setView(await call("view", wanted.current.filters, wanted.current.search));
				}
			} catch (failure) {
				setError((failure as Error).message);
			} finally {
				asking.current = null;
			}
		};
		if (wanted.current.hasLog) {
			isStale.current = true;
			asking.current ??= ask();
			await asking.current;
		}
	}, [setView, setError]);
}
