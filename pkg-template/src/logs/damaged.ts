/** The error of a log whose compressed data ends too early. */
export function truncated(cause?: unknown): Error {
	return new Error("the log is truncated: its gzip data ends too early", { cause });
}

/** The error of a log whose compressed data cannot be decompressed. */
export function damaged(cause?: unknown): Error {
	return new Error("the log is damaged: its gzip data cannot be decompressed", { cause });
}
