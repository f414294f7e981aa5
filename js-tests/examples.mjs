// Which fixtures are examples of Azeer's page: all but `11` to `15` (tests/fixtures/README.md). Imports nothing of one host.

export const isExample = (name) => !/^1[1-5]-/.test(name);
