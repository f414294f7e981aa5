import { arch, cpus, platform } from "node:os";

/** The kind of machine, without anything that identifies one machine. */
export function machine() {
	const list = cpus();
	return `${list[0].model.trim()}, ${list.length} ${list.length === 1 ? "core" : "cores"}, ${platform()} ${arch()}`;
}
