import { useLocalStorage } from '@mantine/hooks';

/** Whether the chat stands beside the pages: remembered in this browser, for all of them. */
export function useChatPanel(): { isOpen: boolean; toggle: () => void; close: () => void } {
  const [isOpen, setOpen] = useLocalStorage({ key: 'flightdeck-chat-panel', defaultValue: false, getInitialValueInEffect: false });
  return { isOpen, toggle: () => setOpen(!isOpen), close: () => setOpen(false) };
}
