export { checkDatabase, compareDatabases } from './check.ts';
export { buildDatabase, rebuildDatabase } from './rebuild.ts';
export { tableCounts } from './table-counts.ts';
