// The suite's data, in a form that can be written into a program for any host.

import { cases, fixtures, handlers, logging } from "../suite.mjs";

export const given = { cases, fixtures: [...fixtures], logging, handlers };
