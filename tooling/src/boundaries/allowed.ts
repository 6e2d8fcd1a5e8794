/**
 * The law of who may import whom: geometry <- dataset <- rewards <- { trainer, eval } <- apps.
 * A change here is a change of the architecture and needs a page in docs/decisions.
 */

const core = ['@parallax/geometry', '@parallax/dataset', '@parallax/rewards'];
const library = [...core, '@parallax/trainer', '@parallax/eval', '@parallax/store', '@parallax/lab'];
const apps = ['@parallax/generator', '@parallax/trainer-app', '@parallax/eval-api', '@parallax/dashboard'];

/** Workspace packages that a package may depend on. Names that match no key are refused by the test. */
export const allowedEdges: Readonly<Record<string, readonly string[]>> = {
  '@parallax/geometry': [],
  '@parallax/lab': [],
  '@parallax/dataset': ['@parallax/geometry', '@parallax/lab'],
  '@parallax/rewards': ['@parallax/geometry', '@parallax/dataset', '@parallax/lab'],
  '@parallax/trainer': [...core, '@parallax/lab'],
  '@parallax/eval': [...core, '@parallax/lab'],
  '@parallax/store': [...core, '@parallax/trainer', '@parallax/eval', '@parallax/lab'],
  '@parallax/generator': [
    ...['@parallax/geometry', '@parallax/dataset', '@parallax/store', '@parallax/lab'],
    // The teacher that writes chains is asked through its completer.
    '@parallax/eval',
  ],
  '@parallax/trainer-app': library,
  '@parallax/eval-api': library,
  '@parallax/dashboard': [...core, '@parallax/trainer', '@parallax/eval', '@parallax/eval-api'],
};

/** Packages at the top: they may import everything, and nothing imports them. */
export const topFolders = ['recipes/', 'e2e', 'tooling', 'conformance', 'bench', 'infra'];

export const everything = [...library, ...apps];

export interface ModuleBan {
  /** Matches import specifiers. */
  readonly module: RegExp;
  /** Folders, relative to the root, where the module may be imported. */
  readonly allowedIn: readonly string[];
}

/** One room for each heavy library, so that it can be replaced in one place. */
export const confinedModules: readonly ModuleBan[] = [
  { module: /^three(\/|$)/, allowedIn: ['apps/generator/', 'apps/dashboard/'] },
  { module: /^@tensorflow\//, allowedIn: ['packages/trainer/'] },
  { module: /^drizzle-(orm|kit)(\/|$)|^@libsql\//, allowedIn: ['packages/store/'] },
  { module: /^hono(\/|$)|^@hono\//, allowedIn: ['apps/eval-api/', 'apps/dashboard/'] },
  { module: /^react(-dom)?(\/|$)/, allowedIn: ['apps/dashboard/'] },
  { module: /^playwright-core$/, allowedIn: ['apps/dashboard/', 'e2e/'] },
];

/** Packages that run in a browser: nothing of Node in their code (their tests may read files). */
export const browserFolders = ['packages/geometry/src/', 'packages/rewards/src/'];
