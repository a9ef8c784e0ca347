import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { type Mail, parseMail } from './parse-mail.ts';

/** A mail that has arrived. */
interface Received extends Mail {
  /** Of the envelope. */
  from: string;
  to: string;
  isEncrypted: boolean;
  /** Who has logged in. */
  user: string | undefined;
  /** Numbers the connections: mails with the same one came over the same. */
  connection: number;
}

/** A real mail server on this machine that delivers to nobody, and has its moods. */
export interface MailServer {
  port: number;
  /** Without credentials. */
  url: string;
  mails: Received[];
  /** How many connections there have been. */
  connections(): number;
  /** The code with which a recipient is refused; undefined: is taken. Asked at each attempt. */
  answerTo: (address: string) => number | undefined;
  /** The same for what follows the message, for the sender, and for whoever connects. */
  answerToData: (address: string) => number | undefined;
  answerToSender: () => number | undefined;
  answerToConnection: () => number | undefined;
  /** Cuts the connection when the message begins to arrive. */
  hangsUpInData: (address: string) => boolean;
  /** Takes the message, and cuts the connection instead of saying so. */
  losesAnswer: (address: string) => boolean;
  /** Takes the message, and says nothing for so many ms. */
  dawdles: (address: string) => number;
  /** Cuts all connections. */
  cut(): void;
  close(): Promise<void>;
}

interface Settings {
  port?: number;
  /** TLS from the first byte, with a certificate that nobody has signed. Otherwise STARTTLS is offered. */
  secure?: boolean;
  /** Whether STARTTLS is offered. */
  startTls?: boolean;
  /** Who may log in; without: nobody has to. */
  user?: { name: string; password: string };
}

export async function startMailServer({ port = 0, secure = false, startTls = true, user }: Settings = {}): Promise<MailServer> {
  let connections = 0;
  const numbers = new Map<number, number>();
  const timers = new Set<NodeJS.Timeout>();
  // The socket that the server talks over: to end the one beneath its TLS takes Node.js down (24.21).
  const present = (): { session: SMTPServerSession; _socket: Socket }[] => [...server.connections];
  const cutOff = (session: SMTPServerSession): void => void present().find((each) => each.session === session)?._socket.destroy();
  const refused = (code: number | undefined): Error | null => (code === undefined ? null : Object.assign(new Error(`refused with ${code}`), { responseCode: code }));

  const server = new SMTPServer({
    secure,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 1,
    authOptional: user === undefined,
    allowInsecureAuth: true,
    disabledCommands: [...(user === undefined ? ['AUTH'] : []), ...(startTls ? [] : ['STARTTLS'])],
    onAuth: ({ username, password }, _session, done) =>
      username === user?.name && password === user?.password ? done(null, { user: username }) : done(Object.assign(new Error('5.7.8 wrong credentials'), { responseCode: 535 })),
    onConnect: (_session, done) => done(refused(mailServer.answerToConnection())),
    onMailFrom: (_address, _session, done) => done(refused(mailServer.answerToSender())),
    onRcptTo: ({ address }, _session, done) => done(refused(mailServer.answerTo(address))),
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope;
      const to = rcptTo[0]!.address;
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (mailServer.hangsUpInData(to)) cutOff(session);
      });
      stream.on('end', () => {
        if (mailServer.hangsUpInData(to)) return;
        const refusal = refused(mailServer.answerToData(to));
        if (refusal !== null) return done(refusal);
        const from = mailFrom === false ? '' : mailFrom.address;
        mailServer.mails.push({ ...parseMail(Buffer.concat(chunks)), from, to, isEncrypted: session.secure, user: session.user, connection: numbers.get(session.remotePort)! });
        if (mailServer.losesAnswer(to)) return cutOff(session);
        const delay = mailServer.dawdles(to);
        if (delay === 0) return done();
        timers.add(setTimeout(done, delay));
      });
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    connections += 1;
    numbers.set(socket.remotePort!, connections);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const cut = (): void => present().forEach(({ _socket }) => _socket.destroy());
  const { port: boundPort } = server.server.address() as AddressInfo;
  const mailServer: MailServer = {
    port: boundPort,
    url: `${secure ? 'smtps' : 'smtp'}://127.0.0.1:${boundPort}`,
    mails: [],
    connections: () => connections,
    answerTo: () => undefined,
    answerToData: () => undefined,
    answerToSender: () => undefined,
    answerToConnection: () => undefined,
    hangsUpInData: () => false,
    losesAnswer: () => false,
    dawdles: () => 0,
    cut,
    close: async () => {
      timers.forEach(clearTimeout);
      const closed = new Promise<void>((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
  return mailServer;
}
