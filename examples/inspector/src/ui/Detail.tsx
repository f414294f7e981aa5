// One body: the event with its members, the text, what is wrong with it, and how it differs from the documentation.

import { ExternalLink, MessagesSquare, X } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Detail as Data, Member } from "../shared/protocol.ts";
import { Badge } from "./Badge.tsx";
import { Body } from "./Body.tsx";
import { formatBytes, formatNumber, formatTime, readable, TIER_TEXTS } from "./format.ts";
import { useMedia } from "./use-media.ts";

interface Props {
	readonly detail: Data;
	onClose?(): void;
	onConversation?(): void;
}

export function Detail({ detail, onClose, onConversation }: Props) {
	const { tier, event, type, members, faults, drift, text, isCut, isTooLarge } = detail;
	return (
		<article className="detail" aria-label="Details">
			<header>
				<div>
					<h2>
						{event === "invalid" ? "Not an event" : readable(event)}
						{type !== "" && <span className="type">{type}</span>}
					</h2>
					<p>
						<Badge tier={tier} drift={drift.length > 0} /> {TIER_TEXTS[tier]}
					</p>
				</div>
				{onClose && <CloseButton onClose={onClose} />}
			</header>
			{detail.row !== null && (
				<p className="place">
					{detail.file}, line {formatNumber(detail.line)}, byte {formatNumber(detail.offset)},{" "}
					{formatBytes(detail.size)}
					{detail.receivedAt !== null && <>, received {detail.receivedAt}</>}
				</p>
			)}
			{onConversation && (
				<button type="button" className="secondary" onClick={onConversation}>
					<MessagesSquare aria-hidden="true" /> Show the conversation
				</button>
			)}
			{isTooLarge && (
				<p className="note" role="note">
					The body is larger than 1 MiB, the limit of the parser. Only its beginning is kept.
				</p>
			)}
			{faults.length > 0 && (
				<section>
					<h3>Issues</h3>
					<ol className="faults">
						{faults.map((fault, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: the list of a body never changes
							<li key={index}>
								<a
									href={`#fault-${index + 1}`}
									onClick={(click) => {
										// The hash has the filters.
										click.preventDefault();
										document.getElementById(`fault-${index + 1}`)?.scrollIntoView({ block: "center" });
									}}
								>
									{fault.message}
								</a>
								<span className="where">
									{fault.code}, line {fault.line}, column {fault.column}
								</span>
							</li>
						))}
					</ol>
				</section>
			)}
			{drift.length > 0 && (
				<section>
					<h3>Drift</h3>
					<ul className="drifts">
						{drift.map(({ kind, path }) => (
							<li key={kind + path}>
								<code>{path.replace(/^\//, "")}</code> {DRIFT_TEXTS[kind]}
							</li>
						))}
					</ul>
				</section>
			)}
			{members.length > 0 && (
				<section>
					<h3>Event</h3>
					<dl className="members">
						{members.map((member) => (
							<div key={member.name} className={member.drift && "drifted"}>
								<dt>{member.name}</dt>
								<dd>
									<Value member={member} />
								</dd>
							</div>
						))}
					</dl>
				</section>
			)}
			<section>
				<h3>Body</h3>
				<Body text={text} faults={faults} />
				{isCut && <p className="place">Only the beginning is shown: {formatBytes(detail.size)} in all.</p>}
			</section>
		</article>
	);
}

const DRIFT_TEXTS = {
	undocumented: "is not documented for such an event",
	absent: "is absent; every documented example has it",
	null: "is null; no example has a null",
};

/** Takes the focus where the pane covers the table. Beside the table, the pane is the next stop of the tab key. */
function CloseButton({ onClose }: { onClose(): void }) {
	const button = useRef<HTMLButtonElement>(null);
	const isOver = useMedia("(max-width: 79.99rem)");
	useEffect(() => {
		if (isOver) {
			button.current?.focus({ preventScroll: true });
		}
	}, [isOver]);
	return (
		<button ref={button} type="button" className="icon" aria-label="Close details" onClick={onClose}>
			<X aria-hidden="true" />
		</button>
	);
}

function Value({ member: { kind, value, href } }: { member: Member }) {
	if (href !== undefined) {
		return (
			<a href={href} target="_blank" rel="noopener noreferrer">
				{value} <ExternalLink aria-hidden="true" className="external" />
				<span className="hidden">(opens another site)</span>
			</a>
		);
	}
	if (kind === "unset") {
		return <em title={value}>not set</em>;
	}
	if (kind === "hidden" || kind === "null") {
		return <em>{value}</em>;
	}
	if (kind === "json") {
		return <pre dir="auto">{value}</pre>;
	}
	if (kind === "time") {
		return (
			<>
				{formatTime(Date.parse(value))} UTC <small>{value}</small>
			</>
		);
	}
	return <span dir="auto">{value}</span>;
}
