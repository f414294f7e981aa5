/** Refuses options that do not exist: a misspelled `onInvalid` would lose what it is to keep. */
export function refuseOthers(caller: string, rest: object): void {
	const [other] = Object.keys(rest);
	if (other !== undefined) {
		throw new TypeError(`${caller} has no option ${other}`);
	}
}
