/** Prepares the browser, then loads the rest: a bundler may put other modules before this one's own imports, but not before this call. */
import './prepare-browser.ts';

await import('./start.tsx');
