// Imports a module and parses one body with it. Prints how long that took, in milliseconds.

const [specifier, body] = process.argv.slice(2);
const start = performance.now();
const { parse } = await import(specifier);
parse(body);
console.log(performance.now() - start);
