import type { Plugin } from 'vite';

const FOLDER = '/engine.io-client/build/esm/transports/';

/**
 * Leaves out of the page what it never connects by: long polling and WebTransport, which the client library brings along whether they
 * are asked for or not, and which would be 1 % of the first view's JavaScript.
 */
export function onlyWebSocket(): Plugin {
  let isFound = false;
  return {
    name: 'only-websocket',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith(`${FOLDER}index.js`)) return null;
      isFound = true;
      return "import { WS } from './websocket.node.js';\nexport const transports = { websocket: WS };";
    },
    // The library exports each of them by name too, and says of none that it can be left out when nobody asks for it.
    transform(code, id) {
      return id.includes(FOLDER) ? { code, map: null, moduleSideEffects: false } : null;
    },
    buildEnd(error) {
      if (error === undefined && !isFound) this.error(`There is no ${FOLDER}index.js any more: see where the library lists its transports now.`);
    },
  };
}
