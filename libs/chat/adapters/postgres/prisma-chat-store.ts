import pg from 'pg';
import { Prisma, type PrismaClient } from '../../../platform/prisma/client/client.ts';
import { DomainError } from '../../../kernel/domain-error.ts';
import { chatUnavailable, chatUserNotFound } from '../../application/errors.ts';
import type { Appended, ChatStore, Joined, MessageRange, NewMessage, Room } from '../../application/ports.ts';
import type { ChatMessage, ChatUser } from '../../domain/chat.ts';
import type { UserName } from '../../domain/user-name.ts';
import { appendMessage } from './append-message.sql.ts';

/** {@link ChatStore} in PostgreSQL. */
export class PrismaChatStore implements ChatStore {
  /** @param turnPool messages are numbered one after the other: those that wait must not keep connections from what need not */
  constructor(
    private readonly prisma: PrismaClient,
    private readonly turnPool: pg.Pool,
  ) {}

  join({ text, key }: UserName, now: number): Promise<Joined> {
    return this.run(async (prisma) => {
      const id = crypto.randomUUID();
      const inserted = await prisma.$executeRaw`
        INSERT INTO chat_users (id, name, name_key, read_up_to, created_at)
        SELECT ${id}::uuid, ${text}, ${key}, last_sequence, ${new Date(now)}::timestamptz FROM chat_room
        ON CONFLICT (name_key) DO NOTHING`;
      const user = await prisma.chatUser.findUniqueOrThrow({ where: { nameKey: key } });
      return { user: { id: user.id, name: user.name }, readUpTo: Number(user.readUpTo), isNew: inserted === 1 };
    });
  }

  users(): Promise<ChatUser[]> {
    return this.run((prisma) => prisma.chatUser.findMany({ select: { id: true, name: true } }));
  }

  append(message: NewMessage): Promise<Appended> {
    return this.run(async () => {
      for (;;) {
        try {
          return await appendMessage(this.turnPool, message);
        } catch (error) {
          const state = sqlState(error);
          if (state === FOREIGN_KEY_VIOLATION) throw chatUserNotFound();
          // The same message came twice at the same moment: the other one is stored by now.
          if (state !== UNIQUE_VIOLATION) throw error;
        }
      }
    });
  }

  hasSaid(clientId: string): Promise<boolean> {
    return this.run(async (prisma) => (await prisma.chatMessage.findFirst({ where: { userId: null, clientId }, select: { sequence: true } })) !== null);
  }

  read({ before, after, limit }: MessageRange): Promise<ChatMessage[]> {
    return this.run(async (prisma) => {
      const sequence = { ...(before !== undefined && { lt: before }), ...(after !== undefined && { gt: after }) };
      const isForward = after !== undefined;
      const rows = await prisma.chatMessage.findMany({
        where: { sequence },
        orderBy: { sequence: isForward ? 'asc' : 'desc' },
        take: limit,
        select: { sequence: true, user: { select: { id: true, name: true } }, clientId: true, text: true, campaignId: true, sentAt: true },
      });
      const messages = rows.map((row) => ({ ...row, sequence: Number(row.sequence), sentAt: row.sentAt.getTime() }));
      return isForward ? messages : messages.reverse();
    });
  }

  room(): Promise<Room> {
    return this.run(async (prisma) => {
      const [row] = await prisma.$queryRaw<{ room_id: string; last_sequence: bigint }[]>`SELECT room_id, last_sequence FROM chat_room`;
      return { id: row!.room_id, newest: Number(row!.last_sequence) };
    });
  }

  markRead(userId: string, upTo: number): Promise<number> {
    return this.run(async (prisma) => {
      const [row] = await prisma.$queryRaw<{ read_up_to: bigint }[]>`
        UPDATE chat_users SET read_up_to = greatest(read_up_to, least(${upTo}::bigint, last_sequence))
        FROM chat_room WHERE id = ${userId}::uuid RETURNING read_up_to`;
      if (row === undefined) throw chatUserNotFound();
      return Number(row.read_up_to);
    });
  }

  private async run<T>(ask: (prisma: PrismaClient) => Promise<T>): Promise<T> {
    try {
      return await ask(this.prisma);
    } catch (error) {
      throw error instanceof DomainError || isBug(error) ? error : chatUnavailable(error);
    }
  }
}

/**
 * Whether the question was wrong: then it is so the next time, too, and nobody is to be told to try again. An outage comes in every
 * shape, down to an Error without a code, so whatever is not surely a bug is taken for one.
 */
function isBug(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError || error instanceof Prisma.PrismaClientValidationError) return true;
  // Class 22: the value does not fit its type. 23: it breaks a constraint. 42: there is no such thing. 54: it exceeds a limit of the server.
  return /^(22|23|42|54)/.test(sqlState(error));
}

/** As PostgreSQL itself has said it, to pg or to Prisma; '' when it has said nothing. */
function sqlState(error: unknown): string {
  if (error instanceof pg.DatabaseError) return error.code ?? '';
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return '';
  const { driverAdapterError } = (error.meta ?? {}) as { driverAdapterError?: { cause?: { originalCode?: string } } };
  return driverAdapterError?.cause?.originalCode ?? '';
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';
