// Tells which fixtures are examples of Azeer's page: all except `11` to `15` (tests/fixtures/README.md). It runs in
// every host, so it imports nothing.

export const isExample = (name) => !/^1[1-5]-/.test(name);
