// The events over time, one colour for each name. Dragging over it filters by time, as the two fields of the filters do.

import { useEffect, useRef } from "react";
import uPlot from "uplot";
import type { Timeline as Data } from "../shared/protocol.ts";
import { formatNumber, formatTime } from "./format.ts";
import { useMedia } from "./use-media.ts";

interface Props {
	readonly data: Data;
	onRange(from: number, to: number): void;
}

const HEIGHT = 132;

export default function Timeline({ data, onRange }: Props) {
	const place = useRef<HTMLDivElement>(null);
	const range = useRef(onRange);
	range.current = onRange;
	const isDark = useMedia("(prefers-color-scheme: dark)");
	const chart = useRef<uPlot | null>(null);
	const latest = useRef(data);
	latest.current = data;
	const names = data.series.map(({ event }) => event).join();
	// biome-ignore lint/correctness/useExhaustiveDependencies: the colours follow the theme, and each name is a layer
	useEffect(() => {
		const element = place.current;
		if (element === null || names === "") {
			return;
		}
		const style = getComputedStyle(element);
		const color = (name: string) => style.getPropertyValue(name).trim();
		const made = new uPlot(
			options(latest, color, element.clientWidth, range),
			stacked(latest.current),
			element,
		);
		chart.current = made;
		const observer = new ResizeObserver(() => {
			if (made.width !== element.clientWidth) {
				made.setSize({ width: element.clientWidth, height: HEIGHT });
			}
		});
		observer.observe(element);
		return () => {
			observer.disconnect();
			made.destroy();
			chart.current = null;
		};
	}, [names, isDark]);
	// A chart takes several times as long to make as to draw, so the same one follows the log.
	useEffect(() => {
		chart.current?.setData(stacked(data));
	}, [data]);
	const { starts, step, unset } = data;
	const first = starts[0];
	const last = starts.at(-1);
	return (
		<figure className="timeline">
			<div ref={place} className="plot" aria-hidden="true" hidden={first === undefined} />
			<figcaption>
				{first === undefined || last === undefined ? (
					"No event has a time."
				) : (
					<>
						{formatTime(first)} to {formatTime(last + step)} UTC
					</>
				)}
				{unset > 0 && <span>{formatNumber(unset)} without a time</span>}
			</figcaption>
		</figure>
	);
}

/** The series on top of each other, the highest first, so that each hides the part below it. */
function stacked({ starts, series }: Data): uPlot.AlignedData {
	const sums = starts.map(() => 0);
	const layers = series.map(({ counts }) =>
		counts.map((count, index) => {
			sums[index] = (sums[index] as number) + count;
			return sums[index] as number;
		}),
	);
	return [starts.map((it) => it / 1000), ...layers.reverse()];
}

function options(
	data: { readonly current: Data },
	color: (name: string) => string,
	width: number,
	range: { readonly current: Props["onRange"] },
): uPlot.Options {
	const bars = uPlot.paths.bars?.({ size: [0.86, 64], align: 1, gap: 0 });
	const fill = (event: string) => color(`--event-${event}`) || color("--event-other");
	const axis = {
		stroke: color("--muted"),
		grid: { stroke: color("--line"), width: 1 },
		ticks: { show: false },
	};
	const ends = (): [number, number] => {
		const { starts, step } = data.current;
		return [(starts[0] ?? 0) / 1000, ((starts.at(-1) ?? 0) + step) / 1000];
	};
	return {
		width,
		height: HEIGHT,
		tzDate: (time) => uPlot.tzDate(new Date(time * 1000), "Etc/UTC"),
		legend: { show: false },
		cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
		padding: [8, 8, 0, 0],
		scales: { x: { range: ends }, y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] } },
		axes: [
			{
				...axis,
				grid: { show: false },
				font: "12px system-ui",
				size: 28,
				space: 72,
				values: (_, values, __, ___, step) => values.map((it) => tick(it, step)),
			},
			{
				...axis,
				font: "12px system-ui",
				size: 52,
				space: 36,
				incrs: [1, 2, 5]
					.flatMap((it) => Array.from({ length: 8 }, (_, power) => it * 10 ** power))
					.sort((a, b) => a - b),
				values: (_, values) => values.map(compact),
			},
		],
		series: [
			{},
			...data.current.series
				.map(({ event }) => ({
					fill: fill(event),
					points: { show: false },
					stroke: "transparent",
					width: 0,
					...(bars && { paths: bars }),
				}))
				.reverse(),
		],
		hooks: {
			setSelect: [
				(plot) => {
					const { left, width: selected } = plot.select;
					if (selected > 2) {
						const at = (x: number) => Math.round(plot.posToVal(x, "x") * 1000);
						plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
						range.current(at(left), at(left + selected));
					}
				},
			],
		},
	};
}

const DAY = 24 * 60 * 60;
const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const seconds = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });

/** A time of the axis, in seconds: the day where one begins. */
function tick(time: number, step: number): string {
	const at = new Date(time * 1000);
	if (step >= 300 * DAY) {
		return String(at.getUTCFullYear());
	}
	if (!Number.isInteger(time)) {
		return "";
	}
	return (step >= DAY || time % DAY === 0 ? days : step < 60 ? seconds : clock).format(at);
}

const compacted = new Intl.NumberFormat("en", { notation: "compact" });
const compact = (value: number): string => compacted.format(value);
