import { Braces, Download, Eye, EyeOff, Link2, Search, SlidersHorizontal, Trash2 } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { NO_FILTERS } from "../shared/filters.ts";
import type { Detail as Data, ExportFormat, Progress } from "../shared/protocol.ts";
import { Conversations } from "./Conversations.tsx";
import { call, onProgress } from "./client.ts";
import { Detail } from "./Detail.tsx";
import { DropZone, FileButton, useDrop } from "./Drop.tsx";
import { EventTable } from "./EventTable.tsx";
import { Filters } from "./Filters.tsx";
import { formatBytes, formatNumber } from "./format.ts";
import { Paste } from "./Paste.tsx";
import { Announcer, Failure, Running } from "./Status.tsx";
import { Totals } from "./Totals.tsx";
import { useLog } from "./use-log.ts";

/** The chart is not needed before there are events. The page is of use without it, too. */
const Timeline = lazy(() =>
	import("./Timeline.tsx").catch(() => ({
		default: () => <Failure text="The timeline could not be loaded." />,
	})),
);

type Page = "events" | "conversations" | "paste";

const PAGES: Readonly<Record<Page, string>> = {
	events: "Events",
	conversations: "Conversations",
	paste: "Paste a body",
};

export function App() {
	const log = useLog();
	const { view, files, reading, searching, filters, setFilters } = log;
	const [redacted, setRedacted] = useState(true);
	const [page, setPage] = useState<Page>("events");
	const [areFiltersOpen, setFiltersOpen] = useState(false);
	const read = (added: readonly File[]) => {
		if (added.length > 0) {
			setPage((now) => (now === "paste" ? "events" : now));
			log.read(added);
		}
	};
	const isOver = useDrop(read);
	const { detail, open, close } = useDetail(redacted);
	const exporting = useExport(redacted);
	const hasLog = files.length > 0;
	const openConversation = async (row: number) => {
		const phone = await call("phoneOf", row);
		if (phone !== null) {
			setFilters({ ...filters, phone });
			setPage("conversations");
			close();
		}
	};
	const summary =
		view === null ? "" : `${formatNumber(view.matching)} of ${formatNumber(view.total)} events match`;

	return (
		<div className="app">
			<header className="top">
				<h1>
					<Braces aria-hidden="true" className="brand" /> Webhook inspector
				</h1>
				{hasLog && (
					<nav aria-label="Pages" className="pages">
						{Object.entries(PAGES).map(([key, name]) => (
							<button
								key={key}
								type="button"
								aria-current={key === page ? "page" : undefined}
								onClick={() => setPage(key as Page)}
							>
								{name}
							</button>
						))}
					</nav>
				)}
				<button
					type="button"
					className="redaction"
					aria-pressed={redacted}
					onClick={() => setRedacted(!redacted)}
				>
					{redacted ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
					Redaction {redacted ? "on" : "off"}
				</button>
			</header>
			<Announcer progress={reading ?? searching ?? exporting.progress} text={summary} />
			{!hasLog ? (
				<main className="start">
					<Paste redacted={redacted}>
						<DropZone onFiles={read} />
					</Paste>
				</main>
			) : page === "paste" ? (
				<main className="start">
					<Paste redacted={redacted} />
				</main>
			) : (
				<main className={`log${detail === null ? "" : " with-detail"}`}>
					<div className="tools">
						<search className="search">
							<Search aria-hidden="true" />
							<input
								type="search"
								aria-label="Search texts, names and numbers"
								placeholder="Search texts, names and numbers"
								value={log.search}
								onChange={({ target }) => log.setSearch(target.value)}
								dir="auto"
							/>
						</search>
						<button
							type="button"
							className="secondary narrow"
							aria-expanded={areFiltersOpen}
							onClick={() => setFiltersOpen(!areFiltersOpen)}
						>
							<SlidersHorizontal aria-hidden="true" /> Filters
						</button>
						<CopyLink />
						<button type="button" className="secondary" onClick={() => exporting.run("ndjson")}>
							<Download aria-hidden="true" /> NDJSON
						</button>
						<button type="button" className="secondary" onClick={() => exporting.run("csv")}>
							<Download aria-hidden="true" /> CSV
						</button>
						<FileButton className="secondary" label="Add files" onFiles={read} />
						<button
							type="button"
							className="icon"
							aria-label="Close all files"
							onClick={() => {
								close();
								setFilters(NO_FILTERS);
								log.clear();
							}}
						>
							<Trash2 aria-hidden="true" />
						</button>
					</div>
					<p className="files">
						{files.map(({ name }) => name).join(", ")} (
						{formatBytes(files.reduce((sum, it) => sum + it.size, 0))})
						{log.isCancelled && ". The reading was cancelled: what was read until then is shown."}
					</p>
					{reading && <Running progress={reading} onCancel={() => log.cancel("read")} />}
					{searching && <Running progress={searching} onCancel={() => log.setSearch("")} />}
					{exporting.progress && (
						<Running progress={exporting.progress} onCancel={() => log.cancel("export")} />
					)}
					{(log.error ?? exporting.error) && <Failure text={log.error ?? exporting.error ?? ""} />}
					{view && (
						<div className="columns">
							<aside className={areFiltersOpen ? "open" : ""}>
								<Filters view={view} filters={filters} redacted={redacted} onChange={setFilters} />
							</aside>
							<div className="content">
								{page === "events" ? (
									<>
										<Totals view={view} />
										{view.matching > 0 && (
											<Suspense fallback={<div className="timeline-space" />}>
												<Timeline
													data={view.timeline}
													onRange={(from, to) => setFilters({ ...filters, from, to })}
												/>
											</Suspense>
										)}
										{view.matching === 0 && reading === null && searching === null ? (
											<Nothing isEmpty={view.total === 0} />
										) : (
											<EventTable
												view={view}
												redacted={redacted}
												opened={detail?.row ?? null}
												onOpen={open}
											/>
										)}
									</>
								) : (
									<Conversations
										view={view}
										redacted={redacted}
										phone={filters.phone}
										onPhone={(phone) => setFilters({ ...filters, phone })}
										onOpen={open}
									/>
								)}
							</div>
							{detail && (
								<Detail
									detail={detail}
									onClose={close}
									{...(page === "events" &&
										detail.event !== "invalid" && {
											onConversation: () => openConversation(detail.row ?? 0),
										})}
								/>
							)}
						</div>
					)}
				</main>
			)}
			{isOver && <div className="over">Drop the files to read them</div>}
		</div>
	);
}

function Nothing({ isEmpty }: { isEmpty: boolean }) {
	return (
		<div className="nothing">
			<h2>{isEmpty ? "The files are empty" : "No event matches"}</h2>
			<p>
				{isEmpty ? "They have no line that is not blank." : "Remove a filter, or search for something else."}
			</p>
		</div>
	);
}

/** The address has the filters already. */
function CopyLink() {
	const [isCopied, setCopied] = useState(false);
	return (
		<button
			type="button"
			className="secondary"
			onClick={() => navigator.clipboard.writeText(location.href).then(() => setCopied(true))}
			onBlur={() => setCopied(false)}
			title="The link has the filters, and nothing of the files"
		>
			<Link2 aria-hidden="true" /> {isCopied ? "Copied" : "Link"}
		</button>
	);
}

/** The row that is open. When redaction changes, it is opened again. Closing gives the focus back. */
function useDetail(redacted: boolean) {
	const [row, setRow] = useState<number | null>(null);
	const [detail, setDetail] = useState<Data | null>(null);
	const before = useRef<HTMLElement | null>(null);
	useEffect(() => {
		let isCurrent = true;
		setDetail((now) => (row === null || now?.row !== row ? null : now));
		if (row !== null) {
			call("open", row, redacted).then((found) => isCurrent && setDetail(found));
		}
		return () => {
			isCurrent = false;
		};
	}, [row, redacted]);
	const close = useCallback(() => {
		setRow(null);
		before.current?.focus();
	}, []);
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => event.key === "Escape" && close();
		addEventListener("keydown", onKey);
		return () => removeEventListener("keydown", onKey);
	}, [close]);
	const open = useCallback((next: number) => {
		const { activeElement } = document;
		if (activeElement instanceof HTMLElement && activeElement.closest(".detail") === null) {
			before.current = activeElement;
		}
		setRow(next);
	}, []);
	return { detail, open, close };
}

/** Writes what matches to a file. */
function useExport(redacted: boolean) {
	const [progress, setProgress] = useState<Progress | null>(null);
	const [error, setError] = useState<string | null>(null);
	useEffect(
		() => onProgress((it) => it.job === "export" && setProgress((now) => (now === null ? now : it))),
		[],
	);
	const run = async (format: ExportFormat) => {
		setError(null);
		setProgress({ job: "export", name: format, done: 0, of: 1 });
		try {
			const blob = await call("export", format, redacted);
			if (blob !== null) {
				save(blob, `events${redacted ? "-redacted" : ""}.${format}`);
			}
		} catch (failure) {
			setError((failure as Error).message);
		}
		setProgress(null);
	};
	return { progress, error, run };
}

function save(blob: Blob, name: string): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
