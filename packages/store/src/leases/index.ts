/** Leases alone: a process that only makes shards need not load what reads and indexes records. */
export { type LeaseBook, type OpenLeasesOptions, openLeases } from './open-leases.ts';
