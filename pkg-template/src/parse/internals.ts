import { stopped, theCore } from "../core/core.js";
import { shapes } from "../generated/builders.js";
import { codes } from "../generated/texts.js";

/** What other entries use of the parser beside its public functions, so that they share its core and its tables. */
export const internals = { codes, shapes, stopped, theCore };
