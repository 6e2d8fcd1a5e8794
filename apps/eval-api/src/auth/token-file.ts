/** Who may use the API: a JSON file of hashed tokens with scopes. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmod, stat } from 'node:fs/promises';
import { ConfigError } from '@parallax/lab';
import { readJson, writeJson } from '@parallax/lab/node';
import { z } from 'zod';

/** read: look at records; submit: start evaluations and jobs; admin: everything. */
export const ScopeSchema = z.enum(['read', 'submit', 'admin']);
export type Scope = z.infer<typeof ScopeSchema>;

export const TokenFileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tokens: z.array(
    z.strictObject({
      name: z.string().min(1),
      scopes: z.array(ScopeSchema).min(1),
      /** The token itself has 256 random bits, so one round of SHA-256 hides it. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type TokenFile = z.infer<typeof TokenFileSchema>;

export interface Identity {
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** @throws ConfigError `no-tokens` for a file without a token; as `readJson` otherwise. */
export async function readTokenFile(path: string): Promise<TokenFile> {
  const file = await readJson(path, TokenFileSchema);
  if (file.tokens.length > 0) return file;
  throw new ConfigError('no-tokens', `${path} holds no token.`, {
    remedy: 'Add one: `parallax serve --token-file FILE --add-token NAME`.',
  });
}

/**
 * Makes a token, adds its hash to the file (created if need be, readable by its owner only) and returns it: it is
 * shown once and stored nowhere. A token of the same name is replaced.
 */
export async function addToken(path: string, name: string, scopes: readonly Scope[]): Promise<string> {
  const present = await stat(path).then(
    () => true,
    () => false,
  );
  const file = present ? await readJson(path, TokenFileSchema) : { schemaVersion: 1 as const, tokens: [] };
  const token = `plx_${randomBytes(32).toString('base64url')}`;
  const others = file.tokens.filter((entry) => entry.name !== name);
  await writeJson(path, {
    schemaVersion: 1,
    tokens: [...others, { name, scopes: [...scopes], sha256: digestOf(token).toString('hex') }],
  });
  await chmod(path, 0o600);
  return token;
}

/** Whose token it is; null when nobody's. Takes the same time whichever entry matches. */
export function identify(file: TokenFile, token: string): Identity | null {
  const digest = digestOf(token);
  let found: Identity | null = null;
  for (const { name, scopes, sha256 } of file.tokens) {
    if (timingSafeEqual(digest, Buffer.from(sha256, 'hex'))) found = { name, scopes };
  }
  return found;
}

export function allows(identity: Identity, scope: Scope): boolean {
  return identity.scopes.includes(scope) || identity.scopes.includes('admin');
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
