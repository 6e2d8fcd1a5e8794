export { describeDatabaseFailure } from './failure.ts';
export { type Database, databasePath, type OpenStoreOptions, openStore, type Store } from './open-store.ts';
export type { Writer } from './writer.ts';
