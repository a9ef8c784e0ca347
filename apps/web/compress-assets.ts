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
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (!/\.(js|css)$/.test(file.fileName)) continue;
        const content = Buffer.from(file.type === 'chunk' ? file.code : file.source);
        if (content.length < WORTH_IT_BYTES) continue;
        this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: gzipSync(content, { level: 9 }) });
      }
    },
  };
}
