import * as http from 'node:http';
import * as https from 'node:https';

export interface HttpAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** A request that got no whole answer. Whether the server acted on it is unknown, or `unsent` says that it cannot have. */
export class NoAnswer extends Error {
  readonly unsent: boolean;

  constructor(message: string, unsent: boolean) {
    super(message);
    this.unsent = unsent;
  }
}

/** Connections to one server, kept open between requests. Follows no redirects: only the address given is contacted. */
export class HttpPoster {
  private readonly base: URL;
  private readonly agent: http.Agent;

  constructor(base: URL, maxConnections: number) {
    this.base = new URL(base);
    if (!this.base.pathname.endsWith('/')) this.base.pathname += '/';
    const Agent = base.protocol === 'https:' ? https.Agent : http.Agent;
    this.agent = new Agent({ keepAlive: true, maxSockets: maxConnections });
  }

  /**
   * One attempt.
   *
   * @param path below the server's address, without a leading slash
   * @throws NoAnswer
   */
  post(path: string, headers: Record<string, string>, body: Buffer, timeoutMs: number): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const send = this.base.protocol === 'https:' ? https.request : http.request;
      const options = { method: 'POST', agent: this.agent, headers: { ...headers, 'content-length': String(body.length) } };
      const request = send(new URL(path, this.base), options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', (error) => fail(error));
        response.on('end', () => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') });
        });
      });
      // The socket's own timeout starts anew with every byte; a server that drips would hold us for ever.
      const timer = setTimeout(() => request.destroy(new Error(`no answer within ${Math.ceil(timeoutMs / 1000)} s`)), timeoutMs);
      const fail = (error: NodeJS.ErrnoException): void => {
        clearTimeout(timer);
        const unsent = error.code !== undefined && NEVER_CONNECTED.has(error.code);
        reject(new NoAnswer((error.code && IN_WORDS[error.code]) || error.message || error.code || 'no answer', unsent));
      };
      request.on('error', fail);
      request.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const IN_WORDS: Record<string, string> = {
  ECONNREFUSED: 'nothing is listening there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name cannot be looked up',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'the connection timed out',
};
