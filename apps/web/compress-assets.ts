import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Below this, the headers weigh more than what is saved. */
const WORTH_IT_BYTES = 1_024;

/**
 * Lays a `.gz` beside each script and stylesheet, so that the server never spends its time compressing the same files
 * again. Not Brotli: browsers take that over https only, and most control rooms are reached by plain http.
 */
export function compressAssets(): Plugin {
  return {
    name: 'compress-assets',
    apply: 'build',
    // From the files as written: before that, Vite still fills in which chunks to load ahead.
    writeBundle({ dir = '' }, bundle) {
      for (const { fileName } of Object.values(bundle)) {
        if (!/\.(js|css)$/.test(fileName)) continue;
        const content = readFileSync(join(dir, fileName));
        if (content.length >= WORTH_IT_BYTES) writeFileSync(join(dir, `${fileName}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}
