// A body from the clipboard, inspected as it is typed.

import text from "azeer-webhooks/fixtures/01-incoming-text.json?raw";
import arabic from "azeer-webhooks/fixtures/11-incoming-text-arabic.json?raw";
import unknown from "azeer-webhooks/fixtures/13-unknown-event.json?raw";
import broken from "azeer-webhooks/fixtures/15-broken.json?raw";
import { type ReactNode, useEffect, useState } from "react";
import type { Detail as Data } from "../shared/protocol.ts";
import { call } from "./client.ts";
import { Detail } from "./Detail.tsx";

const SAMPLES = { "A message": text, Arabic: arabic, "A new event": unknown, "A broken body": broken };

/** How long it waits for the next letter, in milliseconds. */
const PAUSE = 120;

interface Props {
	readonly redacted: boolean;
	/** Shown while there is no body. */
	readonly children?: ReactNode;
}

export function Paste({ redacted, children }: Props) {
	const [body, setBody] = useState("");
	const [detail, setDetail] = useState<Data | null>(null);
	useEffect(() => {
		if (body === "") {
			setDetail(null);
			return;
		}
		let isCurrent = true;
		const timer = setTimeout(async () => {
			const found = await call("paste", body, redacted);
			if (isCurrent) {
				setDetail(found);
			}
		}, PAUSE);
		return () => {
			isCurrent = false;
			clearTimeout(timer);
		};
	}, [body, redacted]);
	return (
		<div className={`paste${detail === null ? "" : " filled"}`}>
			<section className="paste-input">
				<label htmlFor="body">
					<h2>Paste a body</h2>
				</label>
				<textarea
					id="body"
					value={body}
					onChange={({ target }) => setBody(target.value)}
					placeholder={'{"webhook_event_type": "incoming_msg", …}'}
					spellCheck={false}
					autoComplete="off"
					dir="auto"
				/>
				<div className="samples">
					<span>Try</span>
					{Object.entries(SAMPLES).map(([name, sample]) => (
						<button key={name} type="button" className="quiet" onClick={() => setBody(sample)}>
							{name}
						</button>
					))}
					{body !== "" && (
						<button type="button" className="quiet" onClick={() => setBody("")}>
							Clear
						</button>
					)}
				</div>
			</section>
			{detail === null ? children : <Detail detail={detail} />}
		</div>
	);
}
