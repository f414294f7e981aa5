"use client";

import * as api from "azeer-webhooks";
import { inspect } from "azeer-webhooks/inspect";
import { useEffect } from "react";
import { run } from "../suite.mjs";

export function Outcome() {
	useEffect(() => {
		globalThis.outcome = run({ api, inspect });
	}, []);
	return <p>The suite runs in this page.</p>;
}
