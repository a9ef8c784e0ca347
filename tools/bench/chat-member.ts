import { io, type Socket } from 'socket.io-client';

/** Somebody who has joined the chat, on a connection of their own. */
export type ChatMember = Socket;

/** So many connect at a time. */
const AT_ONCE = 50;

export async function joinMembers(port: number, count: number): Promise<ChatMember[]> {
  const members: ChatMember[] = [];
  while (members.length < count) {
    const first = members.length;
    members.push(...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, index) => join(port, `Member ${first + index}`)))));
  }
  return members;
}

/** Resolves when it is acknowledged. */
export async function say(member: ChatMember, text: string, clientId: string): Promise<void> {
  const { problem } = (await member.emitWithAck('chat_send', { client_id: clientId, text })) as { problem?: { detail: string } };
  if (problem !== undefined) throw new Error(`a message was refused: ${problem.detail}`);
}

async function join(port: number, name: string): Promise<ChatMember> {
  const socket = io(`http://127.0.0.1:${port}/live`, { transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
  const { problem } = (await socket.emitWithAck('chat_join', { name })) as { problem?: { detail: string } };
  if (problem !== undefined) throw new Error(`${name} could not join: ${problem.detail}`);
  return socket;
}
