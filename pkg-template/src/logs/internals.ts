import { countPart } from "./part.js";
import { withOpenEnd } from "./read.js";
import { ResultReader } from "./results.js";
import { breaksOff } from "./unfinished.js";
import { pointerNames, unwrap } from "./wrapped.js";

export type { InvalidLine, PartCounts } from "./part.js";

/** What the command line uses of logs beside their public functions. */
export const internals = { breaksOff, countPart, pointerNames, ResultReader, unwrap, withOpenEnd };
