// Nothing: what importing a module costs by itself.
export {};
