import { pointerNames, unwrap } from "./wrapped.js";

/** What the command line uses of logs beside their public functions. */
export const internals = { pointerNames, unwrap };
