import type { View } from "../shared/protocol.ts";
import { formatNumber, readable } from "./format.ts";

/** How many events match, in all and by name. */
export function Totals({ view }: { view: View }) {
	const rows = Object.entries(view.events)
		.filter(([, count]) => count > 0)
		.sort(([, a], [, b]) => b - a);
	return (
		<dl className="totals">
			<div className="all">
				<dt>{view.matching === view.total ? "events" : `of ${formatNumber(view.total)} events`}</dt>
				<dd>{formatNumber(view.matching)}</dd>
			</div>
			{rows.map(([event, count]) => (
				<div key={event}>
					<dt>
						<i className={`swatch ${event}`} />
						{readable(event)}
					</dt>
					<dd>{formatNumber(count)}</dd>
				</div>
			))}
		</dl>
	);
}
