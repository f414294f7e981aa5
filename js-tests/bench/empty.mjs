// An empty module, to measure the cost of an import alone.
export {};
