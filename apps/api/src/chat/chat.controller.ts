import { Body, Controller, Get, HttpStatus, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ChatRoster, type MemberView } from '../../../../libs/chat/application/chat-roster.ts';
import { JoinChat } from '../../../../libs/chat/application/join-chat.ts';
import { ChatStore } from '../../../../libs/chat/application/ports.ts';
import { Presence } from '../../../../libs/chat/application/presence.ts';
import { fromCursor, type Order, toCursor } from '../campaigns/cursor.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { invalidFields, validatedBody, validatedQuery } from '../validation.ts';
import { readName } from './chat-params.ts';
import { ChatMessagesQuery, ChatUsersQuery, NewChatUser } from './chat.dto.ts';
import { type ChatMessageBody, chatMessageSchema, type ChatUserBody, chatUserSchema, toChatMessageBody, toChatUserBody } from './chat.schema.ts';

interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

const pageOf = (items: object): object => ({
  type: 'object',
  required: ['items', 'next_cursor'],
  properties: { items: { type: 'array', items }, next_cursor: { type: ['string', 'null'], description: 'Pass it as cursor to get the next page; null on the last one.' } },
});

const USERS: Order = { name: 'chat users', kind: 'string' };
const OLDER: Order = { name: 'older chat messages', kind: 'sequence' };
const NEWER: Order = { name: 'newer chat messages', kind: 'sequence' };

@ApiTags('Chat')
@Controller('api/chat')
export class ChatController {
  constructor(
    private readonly commands: CommandBus,
    private readonly roster: ChatRoster,
    private readonly presence: Presence,
    private readonly store: ChatStore,
  ) {}

  @Get('users')
  @ApiOperation({ summary: 'Everybody who has ever joined, by name', description: 'The page gets changes over a WebSocket.' })
  @ApiJson(200, 'A page of them', pageOf(chatUserSchema))
  @ApiProblems(422, 503)
  async users(@Query(validatedQuery) { limit, cursor }: ChatUsersQuery): Promise<Page<ChatUserBody>> {
    const after = fromCursor(cursor, USERS);
    await this.roster.refresh();
    const members = this.roster.view().members.sort(byName);
    const rest = after === undefined ? members : members.filter((member) => byName(member, { id: after.id, name: String(after.value) }) > 0);
    const last = rest[limit - 1];
    return { items: rest.slice(0, limit).map(toChatUserBody), next_cursor: toCursor(rest.length > limit && last ? { value: last.name, id: last.id } : undefined, USERS) };
  }

  @Post('users')
  @ApiOperation({
    summary: 'Join under a name',
    description: 'A name that nobody has makes a new user. Who joins is online as long as a WebSocket of theirs has joined, too; for that see docs/live.md.',
  })
  @ApiJson(201, 'A new user', chatUserSchema)
  @ApiJson(200, 'The user of this name', chatUserSchema)
  @ApiProblems(400, 413, 415, 422, 503)
  async join(@Body(validatedBody) body: NewChatUser, @Res({ passthrough: true }) reply: FastifyReply): Promise<ChatUserBody> {
    const { user, isNew } = await this.commands.execute(new JoinChat(readName(body)));
    reply.code(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return toChatUserBody({ ...user, isOnline: this.presence.isOnline(user.id) });
  }

  @Get('messages')
  @ApiOperation({ summary: 'What was said, the newest first; with after, the oldest first', description: 'Sending goes over a WebSocket, see docs/live.md.' })
  @ApiJson(200, 'A page of it', pageOf(chatMessageSchema))
  @ApiProblems(422, 503)
  async messages(@Query(validatedQuery) { limit, cursor, ...range }: ChatMessagesQuery): Promise<Page<ChatMessageBody>> {
    const { before, after } = cursor === undefined ? range : fromMessageCursor(cursor, range);
    const isForward = after !== undefined;
    if (isForward && before !== undefined) throw invalidFields([{ field: 'before', message: 'cannot be given beside after' }]);
    const messages = await this.store.read({ before, after, limit: limit + 1 });
    // One more than asked for shows that there is a next page; it is the one farthest from where this page begins.
    const shown = (isForward ? messages : messages.reverse()).slice(0, limit);
    const last = shown.at(-1);
    const order = isForward ? NEWER : OLDER;
    return { items: shown.map(toChatMessageBody), next_cursor: toCursor(messages.length > limit && last ? { value: last.sequence, id: '' } : undefined, order) };
  }
}

/** By code points: the same in every process. */
function byName(a: Pick<MemberView, 'id' | 'name'>, b: Pick<MemberView, 'id' | 'name'>): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

function fromMessageCursor(cursor: string, { before, after }: { before?: number | undefined; after?: number | undefined }): { before?: number; after?: number } {
  if (before !== undefined || after !== undefined) throw invalidFields([{ field: 'cursor', message: 'cannot be given beside before or after' }]);
  try {
    return { before: Number(fromCursor(cursor, OLDER)!.value) };
  } catch {
    return { after: Number(fromCursor(cursor, NEWER)!.value) };
  }
}
