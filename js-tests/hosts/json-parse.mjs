// What first.mjs compares the package with.
export const { parse } = JSON;
