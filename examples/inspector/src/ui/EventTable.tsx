// biome-ignore-all lint/a11y/useSemanticElements: elements of a table cannot be virtualised
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus, and points to its active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid has the keys
// The virtualised table. Only the rows in sight are in the page; `aria-rowcount` and `aria-rowindex` tell where they are.

import { ArrowDownLeft, ArrowUpRight } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { Cell, View } from "../shared/protocol.ts";
import { Badge } from "./Badge.tsx";
import { formatNumber, formatTime, readable } from "./format.ts";
import { useCells } from "./use-cells.ts";
import { useMedia } from "./use-media.ts";
import { useScaledRows } from "./use-scaled-rows.ts";

interface Props {
	readonly view: View;
	readonly redacted: boolean;
	readonly opened: number | null;
	onOpen(row: number): void;
}

/** The height of the names of the columns, which narrow windows leave out. */
const HEADER = 36;

const COLUMNS = ["Line", "Time (UTC)", "Event", "Customer", "Content", "Verdict"];

export function EventTable({ view, redacted, opened, onOpen }: Props) {
	const scroller = useRef<HTMLDivElement>(null);
	const isNarrow = useMedia("(max-width: 47.99rem)");
	const rowHeight = isNarrow ? 76 : 44;
	const { rows, height, show } = useScaledRows(scroller, view.matching, rowHeight, isNarrow ? 0 : HEADER);
	const cellAt = useCells(view, redacted, rows[0]?.index ?? 0, rows.at(-1)?.index ?? 0);
	const [active, setActive] = useState(0);
	const id = useId();
	const current = Math.min(active, Math.max(0, view.matching - 1));

	const move = (index: number) => {
		const next = Math.max(0, Math.min(view.matching - 1, index));
		setActive(next);
		show(next);
		const cell = cellAt(next);
		if (opened !== null && cell !== undefined) {
			onOpen(cell.row);
		}
	};
	const onKeyDown = (event: KeyboardEvent) => {
		const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
		const moves: Record<string, number> = {
			ArrowDown: current + 1,
			ArrowUp: current - 1,
			PageDown: current + page,
			PageUp: current - page,
			Home: 0,
			End: view.matching - 1,
		};
		const next = moves[event.key];
		const cell = cellAt(current);
		if (next !== undefined) {
			event.preventDefault();
			move(next);
		} else if ((event.key === "Enter" || event.key === " ") && cell !== undefined) {
			event.preventDefault();
			onOpen(cell.row);
		}
	};
	const isInSight = rows.some(({ index }) => index === current);

	return (
		<div className="table">
			<div
				className="scroller"
				ref={scroller}
				role="grid"
				aria-label="Table of events"
				aria-rowcount={view.matching + 1}
				aria-colcount={COLUMNS.length}
				tabIndex={0}
				aria-activedescendant={view.matching > 0 && isInSight ? `${id}-${current}` : undefined}
				onKeyDown={onKeyDown}
			>
				<div className="row head" role="row" aria-rowindex={1}>
					{COLUMNS.map((name) => (
						<span key={name} role="columnheader">
							{name}
						</span>
					))}
				</div>
				<div className="height" role="presentation" style={{ height }}>
					<div className="window" role="presentation">
						{rows.map(({ index, top }) => (
							<Row
								key={index}
								id={`${id}-${index}`}
								index={index}
								top={top}
								cell={cellAt(index)}
								isActive={index === current}
								opened={opened}
								onOpen={(row) => {
									setActive(index);
									onOpen(row);
								}}
							/>
						))}
					</div>
				</div>
			</div>
		</div>
	);
}

interface RowProps {
	readonly id: string;
	readonly index: number;
	readonly top: number;
	readonly cell: Cell | undefined;
	readonly isActive: boolean;
	readonly opened: number | null;
	onOpen(row: number): void;
}

function Row({ id, index, top, cell, isActive, opened, onOpen }: RowProps) {
	const isOpen = cell !== undefined && cell.row === opened;
	return (
		<div
			id={id}
			className={`row${isActive ? " active" : ""}${isOpen ? " open" : ""}${cell === undefined ? " loading" : ""}`}
			role="row"
			aria-rowindex={index + 2}
			aria-selected={isOpen}
			style={{ transform: `translateY(${top}px)` }}
			onClick={() => cell !== undefined && onOpen(cell.row)}
		>
			<span role="gridcell" className="line">
				{cell && formatNumber(cell.line)}
			</span>
			<span role="gridcell" className="time">
				{cell && (cell.time === null ? <em>not set</em> : formatTime(cell.time))}
			</span>
			<span role="gridcell" className="event">
				{cell && <EventName cell={cell} />}
			</span>
			<span role="gridcell" className="phone">
				{cell?.phone}
			</span>
			<span role="gridcell" className="preview" dir="auto">
				{cell?.preview === "[redacted]" ? <em>redacted</em> : cell?.preview}
			</span>
			<span role="gridcell" className="verdict">
				{cell && <Badge tier={cell.validity} drift={cell.drift} />}
			</span>
		</div>
	);
}

function EventName({ cell: { event, type, isOutgoing } }: { cell: Cell }) {
	const Icon = isOutgoing ? ArrowUpRight : ArrowDownLeft;
	return (
		<>
			{/_msg$/.test(event) && <Icon aria-hidden="true" />}
			{event === "invalid" ? <em>none</em> : readable(event)}
			{type !== "" && <span className="type">{type}</span>}
		</>
	);
}
