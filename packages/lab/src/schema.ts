/** Fields that records of all stages share. zod only: safe in a browser. */
import { z } from 'zod';

/** Lower-case hex SHA-256 of bytes. */
export const Sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'a lower-case hex SHA-256 digest');

/** Every record starts with these: the version of its own schema and the code that wrote it. */
export const ProvenanceSchema = z.object({
  /** Version of this record's schema; a reader refuses versions newer than its own. */
  schemaVersion: z.literal(1),
  /** Git commit of the code that wrote the record, or "unknown" outside a checkout. */
  codeCommit: z.string(),
});
export type Provenance = z.infer<typeof ProvenanceSchema>;
