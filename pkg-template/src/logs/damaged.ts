/** The error of a log whose compressed data ends too early. */
export function truncated(format: string, cause?: unknown): Error {
	return new Error(`the log is truncated: its ${format} data ends too early`, { cause });
}

/** The error of a log whose compressed data cannot be decompressed. */
export function damaged(format: string, cause?: unknown): Error {
	return new Error(`the log is damaged: its ${format} data cannot be decompressed`, { cause });
}
