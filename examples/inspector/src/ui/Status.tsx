// What runs: progress, with a way to end it, and what has gone wrong.

import { CircleAlert, LoaderCircle } from "lucide-react";
import type { Progress } from "../shared/protocol.ts";
import { formatBytes } from "./format.ts";

interface Props {
	readonly progress: Progress;
	onCancel(): void;
}

const VERBS = { read: "Reading", search: "Searching", export: "Exporting" };

export function Running({ progress: { job, name, done, of }, onCancel }: Props) {
	const percent = of === 0 ? 0 : Math.min(100, Math.floor((100 * done) / of));
	const amount = job === "export" ? "" : ` of ${formatBytes(of)}`;
	return (
		<div className="running">
			<LoaderCircle aria-hidden="true" className="spin" />
			<progress aria-label={`${VERBS[job]} ${name}`} max={100} value={percent} />
			<span>
				{VERBS[job]} {name} {percent} %{amount}
			</span>
			<button type="button" className="quiet" onClick={onCancel}>
				Cancel
			</button>
		</div>
	);
}

/** Read out now and then, not at each step. */
export function Announcer({ progress, text }: { progress: Progress | null; text: string }) {
	const quarter =
		progress === null || progress.of === 0 ? 0 : Math.floor((4 * progress.done) / progress.of) * 25;
	return (
		<p className="hidden" role="status">
			{progress === null ? text : `${VERBS[progress.job]}: ${quarter} %`}
		</p>
	);
}

export function Failure({ text }: { text: string }) {
	return (
		<p className="failure" role="alert">
			<CircleAlert aria-hidden="true" /> {text}
		</p>
	);
}
