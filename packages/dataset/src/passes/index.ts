export { encodePassRows } from './encode-pass-rows.ts';
export * from './pass-row.ts';
export { readPasses } from './read-passes.ts';
