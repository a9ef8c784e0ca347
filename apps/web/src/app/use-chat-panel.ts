import { useLocalStorage } from '@mantine/hooks';
import { wishForField } from '../features/chat/wished-focus.ts';

/** Whether the chat stands beside the pages: remembered in this browser, for all of them. */
export function useChatPanel(): { isOpen: boolean; toggle: () => void; close: () => void } {
  const [isOpen, setOpen] = useLocalStorage({ key: 'flightdeck-chat-panel', defaultValue: false, getInitialValueInEffect: false });
  const open = () => {
    wishForField();
    setOpen(true);
  };
  const close = () => setOpen(false);
  return { isOpen, toggle: isOpen ? close : open, close };
}
