/** Runs before every other module: libraries look at these two when they are loaded. */
import { z } from 'zod';

// zod's faster way compiles code from text, which the server's content security policy forbids.
z.config({ jitless: true });

// A browser started under the POSIX locale calls its language "en-US@posix", which Intl refuses with an exception;
// uPlot asks Intl when it is loaded, and the whole page would stay blank.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
}
