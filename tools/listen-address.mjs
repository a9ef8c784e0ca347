import { createServer } from 'node:net';
import { Refusal } from './refusal.mjs';

/** @typedef {{ host: string, port: number, url: string }} ListenAddress */

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {ListenAddress}
 * @throws {Refusal} naming the variable and what it expects
 */
export function readListenAddress(env) {
  // Set to nothing counts as not set, as for the server.
  const portText = env.PORT?.trim() || '3000';
  const host = env.HOST?.trim() || '127.0.0.1';
  const port = Number(portText);
  if (!/^\d{1,5}$/.test(portText) || port < 1 || port > 65_535) {
    throw new Refusal(`PORT must be a whole number from 1 to 65535, not ${JSON.stringify(portText)}.`);
  }
  if (!/^[\w.:-]+$/.test(host)) {
    throw new Refusal(`HOST must be an address of this machine, such as 127.0.0.1 or 0.0.0.0, not ${JSON.stringify(host)}.`);
  }
  const local = ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(host);
  const name = local ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return { host, port, url: `http://${name}:${port}` };
}

/**
 * @param {ListenAddress} address
 * @throws {Refusal} when the server could not listen there
 */
export async function requireFree({ host, port }) {
  const code = await tryListening(host, port);
  const other = port < 65_535 ? port + 1 : port - 1;
  switch (code) {
    case undefined:
      return;
    case 'EADDRINUSE':
      throw new Refusal(`Port ${port} on ${host} is taken by another program. Stop it, or choose another: PORT=${other} npm start`);
    case 'EACCES':
      throw new Refusal(`Port ${port} is reserved for the system. Choose one from 1024 up: PORT=3000 npm start`);
    default:
      throw new Refusal(`HOST is ${host}, which is not an address of this machine (${code}). Use 127.0.0.1, or 0.0.0.0 for all of them.`);
  }
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | undefined>} why not, if not
 */
function tryListening(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
