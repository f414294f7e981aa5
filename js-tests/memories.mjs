// Records the memory of each instance of the core that starts after this module is loaded.

const { Instance } = WebAssembly;

/** The memory of every instance of the core, oldest first. */
export const memories = [];

WebAssembly.Instance = class extends Instance {
	constructor(...args) {
		super(...args);
		const { memory, reserve } = this.exports;
		// The module that decodes the core has no such function.
		if (reserve !== undefined) {
			memories.push(memory);
		}
	}
};
