import type { Command } from "commander";
import type { Filter } from "./filter.js";
import { noteUndocumented } from "./names.js";
import { value } from "./values.js";

/** The options of a command that takes a part of a log. */
export interface FilterOptions {
	readonly event?: readonly string[];
	readonly type?: readonly string[];
	readonly since?: Date;
	readonly until?: Date;
	readonly phone?: readonly string[];
}

/** Adds the options to a command. */
export const withFilters = (command: Command): Command =>
	command
		.option("--event <name>", "only events of this name; may be repeated", value.each)
		.option("--type <name>", "only messages of this type; may be repeated", value.each)
		.option(
			"--since <time>",
			"only what was sent at this time or later; UTC unless it has an offset",
			value.time,
		)
		.option("--until <time>", "only what was sent before this time", value.time)
		.option("--phone <number>", "only messages from or to this customer; may be repeated", value.each);

/** The filter that options describe. Names that Azeer does not document are said. */
export function filterOf({ event, type, since, until, phone }: FilterOptions): Filter {
	noteUndocumented("--event", "event", event);
	noteUndocumented("--type", "type", type);
	return { events: event, types: type, since, until, phones: phone };
}
