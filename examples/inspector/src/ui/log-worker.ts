// Inlined, because a worker that is made of a Blob has the page's Content-Security-Policy.
export { default } from "../worker/worker.ts?worker&inline";
