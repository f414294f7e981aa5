// Writes a result in the form of tests/cases.json. It runs in every host, so it imports nothing.

export function outcome(result) {
	if (!result.ok) {
		const { issues } = result.error;
		return issues.map(
			({ line, column, path, code, message }) => `${line}:${column} ${path || '""'} ${code}: ${message}`,
		);
	}
	const { event } = result;
	if (event.webhook_event_type === "unknown") {
		return `unknown ${event.reason}`;
	}
	return [event.webhook_event_type, event.message_type].filter(Boolean).join(" ");
}
