import { arch, cpus, platform } from "node:os";

/** The kind of machine, without anything that identifies one machine. */
function machine() {
	const list = cpus();
	return `${list[0].model.trim()}, ${list.length} ${list.length === 1 ? "core" : "cores"}, ${platform()} ${arch()}`;
}

/** What a figure is published with: where and when it was measured, and by which command. */
export const stamp = (command) => ({
	machine: machine(),
	date: new Date().toISOString().slice(0, 10),
	command,
});
