import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig(({ command }) => {
  // A test runner that starts the server sets NODE_ENV to "test": vite would build React's slow development version.
  if (command === 'build') process.env['NODE_ENV'] = 'production';
  return {
    plugins: [react()],
    build: {
      target: 'es2024',
      // three alone is larger than the warning's default; it is loaded with the viewpoint screen only.
      chunkSizeWarningLimit: 1200,
      // The server's content security policy allows files of its own; a preload shim inside the page is not one.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
    },
    // `npx vite` beside a running `./parallax serve`.
    server: { proxy: { '/api': 'http://127.0.0.1:8787' } },
  };
});
