import { X } from "lucide-react";
import type { ReactNode } from "react";
import { isFiltered, NO_FILTERS, type Filters as Values } from "../shared/filters.ts";
import type { Facet, View } from "../shared/protocol.ts";
import { formatNumber, readable } from "./format.ts";

interface Props {
	readonly view: View;
	readonly filters: Values;
	readonly redacted: boolean;
	onChange(filters: Values): void;
}

export function Filters({ view, filters, redacted, onChange }: Props) {
	const { facets } = view;
	const phone =
		filters.phone !== null &&
		(redacted || view.phone === null ? `Customer ${filters.phone + 1}` : view.phone);
	return (
		<form className="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
			<div className="filters-head">
				<h2>Filters</h2>
				<button
					type="button"
					className="quiet"
					disabled={!isFiltered(filters)}
					onClick={() => onChange(NO_FILTERS)}
				>
					Reset
				</button>
			</div>
			{phone !== false && (
				<button type="button" className="chip" onClick={() => onChange({ ...filters, phone: null })}>
					{phone}
					<X aria-hidden="true" />
					<span className="hidden">: show all customers</span>
				</button>
			)}
			<Options
				title="Verdict"
				facet={facets.validity}
				chosen={filters.validity}
				onChange={(validity) => onChange({ ...filters, validity: validity as Values["validity"] })}
			/>
			<Options
				title="Drift"
				facet={facets.drift}
				chosen={filters.drift === "" ? [] : [filters.drift]}
				label={(value) => (value === "yes" ? "differs from the docs" : "as documented")}
				onChange={(drift) => onChange({ ...filters, drift: (drift.at(-1) ?? "") as Values["drift"] })}
			/>
			<Options
				title="Event"
				facet={facets.event}
				chosen={filters.event}
				label={(value) => (value === "invalid" ? "none (invalid)" : readable(value))}
				onChange={(event) => onChange({ ...filters, event })}
			/>
			<Options
				title="Message type"
				facet={facets.type}
				chosen={filters.type}
				label={(value) => value}
				onChange={(type) => onChange({ ...filters, type })}
			/>
			<Group title="Time (UTC)">
				<Time label="From" time={filters.from} onChange={(from) => onChange({ ...filters, from })} />
				<Time label="Before" time={filters.to} onChange={(to) => onChange({ ...filters, to })} />
			</Group>
		</form>
	);
}

function Group({ title, children }: { title: string; children: ReactNode }) {
	return (
		<fieldset>
			<legend>{title}</legend>
			{children}
		</fieldset>
	);
}

interface OptionsProps {
	readonly title: string;
	readonly facet: Facet;
	readonly chosen: readonly string[];
	label?(value: string): string;
	onChange(chosen: string[]): void;
}

function Options({ title, facet, chosen, label = readable, onChange }: OptionsProps) {
	// What was chosen stays, even if no row has it.
	const values = [...new Set([...Object.keys(facet), ...chosen])]
		.filter((value) => value !== "" && ((facet[value] ?? 0) > 0 || chosen.includes(value)))
		.sort((a, b) => (facet[b] ?? 0) - (facet[a] ?? 0));
	if (values.length === 0) {
		return null;
	}
	return (
		<Group title={title}>
			{values.map((value) => (
				<label key={value} className="option">
					<input
						type="checkbox"
						checked={chosen.includes(value)}
						onChange={({ target }) =>
							onChange(target.checked ? [...chosen, value] : chosen.filter((it) => it !== value))
						}
					/>
					<span>{label(value)}</span>
					<span className="count">{formatNumber(facet[value] ?? 0)}</span>
				</label>
			))}
		</Group>
	);
}

interface TimeProps {
	readonly label: string;
	readonly time: number | null;
	onChange(time: number | null): void;
}

function Time({ label, time, onChange }: TimeProps) {
	return (
		<label className="time-option">
			<span>{label}</span>
			<input
				type="datetime-local"
				step="1"
				value={time === null ? "" : new Date(time).toISOString().slice(0, 19)}
				onChange={({ target }) => {
					const value = Date.parse(`${target.value}Z`);
					onChange(Number.isNaN(value) ? null : value);
				}}
			/>
		</label>
	);
}
