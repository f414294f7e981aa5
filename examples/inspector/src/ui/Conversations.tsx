// Messages by customer: the customers on the left, the one that is chosen on the right.

import { ArrowLeft } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Cell, PhoneRow, View } from "../shared/protocol.ts";
import { call } from "./client.ts";
import { formatNumber, formatTime, readable } from "./format.ts";
import { useScaledRows } from "./use-scaled-rows.ts";

interface Props {
	readonly view: View;
	readonly redacted: boolean;
	readonly phone: number | null;
	onPhone(phone: number | null): void;
	onOpen(row: number): void;
}

const ROW = 56;
const PAGE = 100;

export function Conversations({ view, redacted, phone, onPhone, onOpen }: Props) {
	return (
		<div className={`conversations${phone === null ? "" : " chosen"}`}>
			<Phones view={view} redacted={redacted} phone={phone} onPhone={onPhone} />
			{phone === null ? (
				<p className="hint">Choose a customer.</p>
			) : (
				<Thread
					key={phone}
					version={view.version}
					redacted={redacted}
					phone={phone}
					onBack={() => onPhone(null)}
					onOpen={onOpen}
				/>
			)}
		</div>
	);
}

function Phones({ view, redacted, phone, onPhone }: Omit<Props, "onOpen">) {
	const scroller = useRef<HTMLDivElement>(null);
	const { rows, height } = useScaledRows(scroller, view.phones, ROW);
	const [page, setPage] = useState<{ from: number; rows: readonly PhoneRow[] }>({ from: 0, rows: [] });
	const from = rows[0]?.index ?? 0;
	const to = (rows.at(-1)?.index ?? 0) + 1;
	// biome-ignore lint/correctness/useExhaustiveDependencies: another version has other phones
	useEffect(() => {
		let isCurrent = true;
		call("phones", from, to, redacted).then((found) => isCurrent && setPage({ from, rows: found }));
		return () => {
			isCurrent = false;
		};
	}, [from, to, redacted, view.version]);
	if (view.phones === 0) {
		return <p className="hint">No event that matches has a customer's number.</p>;
	}
	return (
		<nav className="phones" aria-label={`Customers, ${formatNumber(view.phones)}`}>
			<div className="scroller" ref={scroller}>
				<div className="height" style={{ height }}>
					<ul className="window">
						{rows.map(({ index, top }) => {
							const row = page.rows[index - page.from];
							return (
								<li key={index} style={{ transform: `translateY(${top}px)` }}>
									{row && (
										<button
											type="button"
											aria-current={row.phone === phone}
											onClick={() => onPhone(row.phone)}
										>
											<span>{row.name}</span>
											<span className="count">{formatNumber(row.count)}</span>
											<small>{row.last === null ? "no time" : formatTime(row.last)}</small>
										</button>
									)}
								</li>
							);
						})}
					</ul>
				</div>
			</div>
		</nav>
	);
}

interface ThreadProps {
	readonly version: number;
	readonly redacted: boolean;
	readonly phone: number;
	onBack(): void;
	onOpen(row: number): void;
}

function Thread({ version, redacted, phone, onBack, onOpen }: ThreadProps) {
	const [count, setCount] = useState(PAGE);
	const [found, setFound] = useState<{ cells: readonly Cell[]; total: number }>({ cells: [], total: 0 });
	// biome-ignore lint/correctness/useExhaustiveDependencies: another version has other events
	useEffect(() => {
		let isCurrent = true;
		call("conversation", phone, count, redacted).then((it) => isCurrent && setFound(it));
		return () => {
			isCurrent = false;
		};
	}, [version, phone, count, redacted]);
	const older = found.total - found.cells.length;
	return (
		<section className="thread" aria-label="Conversation">
			<header>
				<button type="button" className="icon" aria-label="Back to the customers" onClick={onBack}>
					<ArrowLeft aria-hidden="true" />
				</button>
				<h2>{found.cells[0]?.phone}</h2>
				<span className="count">{formatNumber(found.total)} events</span>
			</header>
			{older > 0 && (
				<button type="button" className="quiet" onClick={() => setCount(count + PAGE)}>
					Show older events ({formatNumber(older)})
				</button>
			)}
			<ol>
				{found.cells.map((cell) => (
					<li key={cell.row} className={cell.isOutgoing ? "out" : "in"}>
						<button type="button" onClick={() => onOpen(cell.row)}>
							<span dir="auto">{cell.preview || readable(cell.event)}</span>
							<small>
								{cell.isOutgoing ? "to the customer" : readable(cell.event)}
								{cell.type !== "" && `, ${cell.type}`},{" "}
								{cell.time === null ? "time not set" : formatTime(cell.time)}
							</small>
						</button>
					</li>
				))}
			</ol>
		</section>
	);
}
