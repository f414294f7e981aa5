export interface Drift {
	readonly kind: "undocumented" | "absent" | "null";
	readonly path: string;
}

export interface Report {
	readonly tier: Tier;
	readonly event: AzeerEvent | undefined;
	readonly issues: readonly Issue[];
	readonly drift: readonly Drift[];
	readonly members: readonly Span[];
}

export interface Span {
	readonly path: string;
	readonly start: number;
	readonly end: number;
	readonly line: number;
	readonly column: number;
}

export type Tier = "documented" | "named" | "unknown" | "invalid";

export declare function inspect(body: Body, options?: ParseOptions): Report;
