import type { ChatRoster, RosterView } from '../../../../libs/chat/application/chat-roster.ts';
import type { LiveMessages, MessagesView } from '../../../../libs/chat/application/live-messages.ts';
import { formatUtcTime } from '../../../../libs/events/domain/utc-time.ts';
import type { LiveTopic } from '../live/live-topic.ts';
import { type ChatMessageBody, type ChatUserBody, toChatMessageBody, toChatUserBody } from './chat.schema.ts';

interface PeopleBody {
  as_of: string;
  users: ChatUserBody[];
  typing: string[];
}

/** `chat_people`: everybody who has ever joined, whether they are here, and the ids of those who write. */
export function chatPeopleTopic(roster: ChatRoster): LiveTopic {
  const toBody = ({ asOf, members, typing }: RosterView): PeopleBody => ({ as_of: formatUtcTime(asOf), users: members.map(toChatUserBody), typing });
  return {
    name: 'chat_people',
    parse: () => ({
      key: '',
      open: () => ({
        get version() {
          return roster.version;
        },
        refresh: () => roster.refresh(),
        whole: () => toBody(roster.view()),
        since: (version) => toBody(roster.changesSince(version)),
        close: () => undefined,
      }),
    }),
  };
}

interface MessagesBody {
  as_of: string;
  room_id: string;
  newest: number;
  messages: ChatMessageBody[];
}

/** `chat_messages`: the newest messages, and each that comes, at once. */
export function chatMessagesTopic(messages: LiveMessages): LiveTopic {
  const toBody = ({ asOf, room, messages: shown }: MessagesView): MessagesBody => ({
    as_of: formatUtcTime(asOf),
    room_id: room.id,
    newest: room.newest,
    messages: shown.map(toChatMessageBody),
  });
  return {
    name: 'chat_messages',
    parse: () => ({
      key: '',
      open: (hurry) => {
        const close = messages.onNews(hurry);
        return {
          get version() {
            return messages.version;
          },
          refresh: () => messages.refresh(),
          whole: () => toBody(messages.view()),
          since: (version) => {
            const changes = messages.changesSince(version);
            return changes && toBody(changes);
          },
          close,
        };
      },
    }),
  };
}
