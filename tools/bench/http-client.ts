import { connect, type Socket } from 'node:net';

const READ_BUFFER_BYTES = 64 * 1024;

export interface Answer {
  status: number;
  /** Empty unless asked for. */
  body: string;
}

type OnAnswer = (answer: Answer | Error) => void;

/**
 * A keep-alive HTTP/1.1 connection that sends requests rendered beforehand and reads just what a benchmark needs of the
 * answers, into one buffer, without streams or promises: the server under test, not the client, is to reach its limit.
 * One request at a time.
 */
export class BenchConnection {
  private readonly socket: Socket;
  private readonly keepBody: boolean;
  private answer: Answer = { status: 0, body: '' };
  private missingBytes = 0;
  private waiting: OnAnswer | undefined;

  private constructor(port: number, keepBody: boolean, onOpen: (error?: Error) => void) {
    this.keepBody = keepBody;
    this.socket = connect(
      {
        port,
        host: '127.0.0.1',
        noDelay: true,
        onread: {
          buffer: Buffer.alloc(READ_BUFFER_BYTES),
          callback: (length, buffer) => {
            this.read(buffer as Buffer, length);
            return true;
          },
        },
      },
      onOpen,
    );
    this.socket.once('error', onOpen);
    this.socket.on('error', (error) => this.finish(error));
    this.socket.on('close', () => this.finish(new Error('the server closed the connection')));
  }

  static open(port: number, { keepBody = false } = {}): Promise<BenchConnection> {
    return new Promise((resolve, reject) => {
      const connection: BenchConnection = new BenchConnection(port, keepBody, (error) => (error ? reject(error) : resolve(connection)));
    });
  }

  send(bytes: Buffer, onAnswer: OnAnswer): void {
    this.waiting = onAnswer;
    this.socket.write(bytes);
  }

  request(bytes: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.send(bytes, (answer) => (answer instanceof Error ? reject(answer) : resolve(answer)));
    });
  }

  close(): void {
    this.socket.removeAllListeners('close');
    this.socket.destroy();
  }

  private read(buffer: Buffer, length: number): void {
    let start = 0;
    if (this.missingBytes === 0) {
      const headEnd = buffer.indexOf('\r\n\r\n');
      if (headEnd === -1 || headEnd > length) throw new Error('the head of an answer did not come in one piece');
      start = headEnd + 4;
      this.answer = { status: Number(buffer.toString('latin1', 9, 12)), body: '' };
      this.missingBytes = contentLength(buffer, headEnd);
    }
    this.missingBytes -= length - start;
    if (this.keepBody) this.answer.body += buffer.toString('latin1', start, length);
    if (this.missingBytes === 0) this.finish(this.answer);
  }

  private finish(answer: Answer | Error): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.(answer);
  }
}

function contentLength(buffer: Buffer, headEnd: number): number {
  const at = buffer.indexOf('ontent-length: ');
  if (at === -1 || at > headEnd) throw new Error('the benchmark reads only answers that state their length');
  return Number.parseInt(buffer.toString('latin1', at + 15, buffer.indexOf('\r', at)), 10);
}

/** A request as bytes, and where in them the body starts. */
export function renderRequest(method: string, path: string, headers: Record<string, string>, body: string | Buffer): { bytes: Buffer; bodyStart: number } {
  const lines = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  if (method !== 'GET') lines.push(`content-length: ${Buffer.byteLength(body)}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return { bytes: Buffer.concat([head, Buffer.from(body)]), bodyStart: head.length };
}
