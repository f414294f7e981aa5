// Imports what is named and parses one body with it; prints how many milliseconds that took.

const [specifier, body] = process.argv.slice(2);
const start = performance.now();
const { parse } = await import(specifier);
parse?.(body);
console.log(performance.now() - start);
