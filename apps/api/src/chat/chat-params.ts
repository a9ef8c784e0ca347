import { parseMessageText } from '../../../../libs/chat/domain/message-text.ts';
import { parseUserName, type UserName } from '../../../../libs/chat/domain/user-name.ts';
import { isShortText } from '../events/storable-json.ts';
import { invalidFields } from '../validation.ts';

const MAX_CLIENT_ID = 100;

/** What an event of a WebSocket carries may be anything. */
type Given = Partial<Record<'name' | 'client_id' | 'text' | 'up_to', unknown>>;

/** @throws DomainError `VALIDATION_FAILED` */
export function readName({ name }: Given): UserName {
  if (typeof name !== 'string') throw invalidFields([{ field: 'name', message: name === undefined ? 'is required' : 'must be a text' }]);
  const parsed = parseUserName(name);
  if ('problem' in parsed) throw invalidFields([{ field: 'name', message: parsed.problem }]);
  return parsed.name;
}

/** @throws DomainError `VALIDATION_FAILED` */
export function readMessage({ client_id: clientId, text }: Given): { clientId: string; text: string } {
  if (!isShortText(clientId, MAX_CLIENT_ID)) throw invalidFields([{ field: 'client_id', message: `must be a text of 1 to ${MAX_CLIENT_ID} characters` }]);
  if (typeof text !== 'string') throw invalidFields([{ field: 'text', message: text === undefined ? 'is required' : 'must be a text' }]);
  const parsed = parseMessageText(text);
  if ('problem' in parsed) throw invalidFields([{ field: 'text', message: parsed.problem }]);
  return { clientId, text: parsed.text };
}

/** @throws DomainError `VALIDATION_FAILED` */
export function readSequence({ up_to: upTo }: Given): number {
  if (typeof upTo !== 'number' || !Number.isSafeInteger(upTo) || upTo < 0) throw invalidFields([{ field: 'up_to', message: 'must be the sequence of a message' }]);
  return upTo;
}
