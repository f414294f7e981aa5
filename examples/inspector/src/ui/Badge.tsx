import type { Tier } from "azeer-webhooks/inspect";
import { CircleCheck, CircleHelp, CircleX, Tag } from "lucide-react";

const ICONS = { documented: CircleCheck, named: Tag, unknown: CircleHelp, invalid: CircleX };

/** What a body is, by an icon, a colour and a word. */
export function Badge({ tier, drift }: { tier: Tier; drift: boolean }) {
	const Icon = ICONS[tier];
	return (
		<span className={`badge ${tier}`}>
			<Icon aria-hidden="true" />
			<span className="word">{tier}</span>
			{drift && <span className="drift">drift</span>}
		</span>
	);
}
