import { countPart } from "./part.js";
import { ResultReader } from "./results.js";
import { pointerNames, unwrap } from "./wrapped.js";

export type { InvalidLine, PartCounts } from "./part.js";

/** What the command line uses of logs beside their public functions. */
export const internals = { countPart, pointerNames, ResultReader, unwrap };
