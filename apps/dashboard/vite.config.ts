import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Origin of a running house, to develop screens against: `ASIENTO_URL=http://127.0.0.1:4000 npx vite apps/dashboard`. */
const houseUrl = process.env['ASIENTO_URL'] ?? 'http://127.0.0.1:4000';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: process.env['ASIENTO_DASHBOARD_OUT'] ?? '../../dist/dashboard',
    emptyOutDir: true,
    target: 'es2023',
    // Everything stays a file of its own: the content security policy allows no data: and no inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rolldownOptions: {
      // Libraries mark client code for server rendering, which this build does not do.
      onLog: (level, log, handle) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
    },
  },
  server: { proxy: { '/api': { target: houseUrl, changeOrigin: true } } },
});
