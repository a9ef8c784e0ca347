import type { Sender } from './sender.ts';
import type { EventOutcome } from './post-batch.ts';

/** Delivers one event to `POST /events`, as an ad client's SDK does. */
export async function postEvent(sender: Sender, event: string): Promise<EventOutcome> {
  const outcome = await sender.post({ path: 'events', headers: { 'content-type': 'application/json' }, body: Buffer.from(event), read: readStatus });
  switch (outcome.kind) {
    case 'acknowledged':
      return { status: outcome.result, ms: outcome.ms };
    case 'too-large':
      return { status: 'rejected', reason: 'is larger than the server takes' };
    case 'refused':
      return { status: 'refused', reason: outcome.reason };
    case 'undelivered':
      return { status: 'undelivered' };
  }
}

function readStatus(body: string): 'accepted' | 'duplicate' | undefined {
  try {
    const { status } = JSON.parse(body) as { status?: unknown };
    return status === 'accepted' || status === 'duplicate' ? status : undefined;
  } catch {
    return undefined;
  }
}
