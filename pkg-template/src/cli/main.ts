#!/usr/bin/env node
import { isWorker, work } from "./check/pool.js";
import { main } from "./program.js";

if (isWorker) {
	work();
} else {
	await main(process.argv);
}
