// One process, so that the example is installed once.

import "./example.mjs";
import "./load.mjs";
