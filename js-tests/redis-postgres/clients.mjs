// The clients of Redis and PostgreSQL, which are installed for the tests of stores.

import { createRequire } from "node:module";

const require = createRequire(new URL("../server/package.json", import.meta.url));

export const { createClient } = require("redis");
export const pg = require("pg");
