import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  body: string;
}

/**
 * A keep-alive HTTP/1.1 connection that sends requests rendered beforehand and reads just what a benchmark needs of the
 * answers. It costs about a fifth of what a general client costs per request, so that the server under test, not the
 * client, is what reaches its limit. One request at a time.
 */
export class BenchConnection {
  private readonly socket: Socket;
  private received = '';
  private waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.read(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<BenchConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new BenchConnection(socket)));
      socket.once('error', reject);
    });
  }

  request(bytes: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(bytes);
    });
  }

  close(): void {
    this.socket.removeAllListeners('close');
    this.socket.destroy();
  }

  private read(chunk: string): void {
    this.received = this.received === '' ? chunk : this.received + chunk;
    const headEnd = this.received.indexOf('\r\n\r\n');
    if (headEnd === -1) return;
    const length = contentLength(this.received, headEnd);
    if (this.received.length < headEnd + 4 + length) return;
    const answer = { status: Number(this.received.slice(9, 12)), body: this.received.slice(headEnd + 4, headEnd + 4 + length) };
    this.received = this.received.slice(headEnd + 4 + length);
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.resolve(answer);
  }

  private fail(error: Error): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.reject(error);
  }
}

function contentLength(response: string, headEnd: number): number {
  const head = response.slice(0, headEnd).toLowerCase();
  const at = head.indexOf('content-length:');
  if (at === -1) throw new Error('the benchmark reads only answers that state their length');
  return Number.parseInt(head.slice(at + 15), 10);
}

/** A request as bytes, and where in them the body starts. */
export function renderRequest(method: string, path: string, headers: Record<string, string>, body: string | Buffer): { bytes: Buffer; bodyStart: number } {
  const lines = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  if (method !== 'GET') lines.push(`content-length: ${Buffer.byteLength(body)}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return { bytes: Buffer.concat([head, Buffer.from(body)]), bodyStart: head.length };
}
