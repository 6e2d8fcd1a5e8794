/** Where everything lives that the set-up fetches or builds. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** @returns {string} absolute path: PARALLAX_CACHE, or parallax in the user's cache folder */
export function cacheFolder(environment = process.env) {
  const named = environment['PARALLAX_CACHE'];
  if (named) return resolve(named);
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'parallax');
}
