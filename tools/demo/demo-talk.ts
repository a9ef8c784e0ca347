import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';

/** What the team says in the demo's chat, in its order. */
export const TALK: readonly { name: string; text: string }[] = [
  { name: 'Maya', text: 'Good morning! #camp_sneaker_drop is well over its pace. Is that the launch, or do we spend too fast?' },
  { name: 'Jonas', text: 'The launch: the client wants it so. I raise the budget when they have signed.' },
  { name: 'Priya', text: '#camp_city_breaks is the one I worry about, it may not spend what it has.\nI ask for more creatives.' },
  { name: 'Maya', text: 'Thanks. #camp_meal_kits is through its budget for today and stays as it is.' },
];

const ANSWER_MS = 10_000;
const ATTEMPTS = 5;

interface Answer {
  problem?: { code: string; detail: string; retry_after_ms?: number };
}

/** Joins and says all of it, as a page would. What was said before, in an earlier run, is not said again. @throws Error in a sentence */
export async function talk(url: URL): Promise<void> {
  const socket = io(new URL('/live', url).href, { transports: ['websocket'], forceNew: true });
  const ask = async (event: string, body: object): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      const { problem } = (await socket.timeout(ANSWER_MS).emitWithAck(event, body)) as Answer;
      if (problem === undefined) return;
      if (problem.retry_after_ms === undefined || attempt === ATTEMPTS) throw new Error(`${event} was refused: ${problem.detail}`);
      await sleep(problem.retry_after_ms);
    }
  };
  try {
    for (const [place, { name, text }] of TALK.entries()) {
      await ask('chat_join', { name });
      await ask('chat_send', { client_id: `demo-${place}`, text });
    }
    await ask('chat_leave', {});
  } finally {
    socket.disconnect();
  }
}
