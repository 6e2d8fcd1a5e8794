export {
  databasePath,
  describeDatabaseFailure,
  type OpenStoreOptions,
  openStore,
  type Store,
} from './database/index.ts';
export * from './index/index.ts';
export { checkDatabase, compareDatabases, rebuildDatabase, tableCounts } from './maintenance/index.ts';
export * from './queries/index.ts';
export * from './schema.ts';
