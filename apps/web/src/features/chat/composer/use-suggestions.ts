import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { ApiError, api } from '../../../api/client.ts';
import { begunMention, isWritable, withMention } from './begun-mention.ts';

const ASK_AFTER_MS = 120;
const SHOWN = 6;

interface Suggested {
  id: string;
  name: string;
}

export interface Suggestions {
  listId: string;
  found: Suggested[];
  /** Place of the one that Enter takes. */
  chosen: number;
  choose: (campaignId: string) => void;
  /** @returns whether the key was meant for the list */
  onKeyDown: (event: KeyboardEvent) => boolean;
  /** The caret may be elsewhere. */
  look: () => void;
  /** The field has lost the focus: nothing is offered until it has it again. */
  leave: () => void;
  /** For the field: how it and the list belong together. */
  fieldProps: object;
}

/** Campaigns to choose from while one is being named in a text. */
export function useSuggestions(field: RefObject<HTMLTextAreaElement | null>, text: string, onChange: (text: string) => void): Suggestions {
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [isFocused, setFocused] = useState(false);
  const [place, setPlace] = useState(0);
  // For this beginning, the list was closed.
  const [dismissed, setDismissed] = useState<number | null>(null);
  const caretAfter = useRef<number | null>(null);
  const mention = begunMention(text, caret);
  const isOpen = isFocused && mention !== null && dismissed !== mention.start;
  const [asked] = useDebouncedValue(mention?.begun ?? '', ASK_AFTER_MS);
  const { data = [] } = useQuery({ ...campaignsQuery(asked), enabled: isOpen });
  // What was asked may be a letter behind what is written; Enter must not take what nobody means.
  const found = isOpen ? data.filter((campaign) => isBegun(campaign, mention.begun)) : [];
  const chosen = Math.min(place, found.length - 1);
  if (mention === null && (place !== 0 || dismissed !== null)) {
    setPlace(0);
    setDismissed(null);
  }

  useLayoutEffect(() => {
    if (caretAfter.current === null) return;
    field.current?.setSelectionRange(caretAfter.current, caretAfter.current);
    caretAfter.current = null;
  }, [field, text]);

  const choose = (campaignId: string) => {
    if (mention === null) return;
    const completed = withMention(text, caret, mention, campaignId);
    caretAfter.current = completed.caret;
    setCaret(completed.caret);
    onChange(completed.text);
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (found.length === 0 || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
    const act = actions[event.key];
    // Whoever has written an id to its end wants to go on.
    const isWritten = event.key === 'Enter' && found[chosen]!.id === mention?.begun;
    if (act === undefined || isWritten) return false;
    event.preventDefault();
    event.stopPropagation();
    act();
    return true;
  };
  const look = () => setCaret(field.current?.selectionStart ?? 0);
  const take = () => choose(found[chosen]!.id);
  const actions: Record<string, () => void> = {
    ArrowDown: () => setPlace((chosen + 1) % found.length),
    ArrowUp: () => setPlace((chosen + found.length - 1) % found.length),
    Enter: take,
    Tab: take,
    Escape: () => setDismissed(mention?.start ?? null),
  };
  return {
    listId,
    found,
    chosen,
    choose,
    onKeyDown,
    look,
    leave: () => setFocused(false),
    fieldProps: {
      onSelect: look,
      onFocus: () => {
        setFocused(true);
        look();
      },
      // No role of its own: a field of several lines cannot be a combobox.
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      ...(found.length > 0 && { 'aria-controls': listId, 'aria-activedescendant': `${listId}-${chosen}` }),
    },
  };
}

/** As the server searches. */
function isBegun({ id, name }: Suggested, begun: string): boolean {
  const wanted = begun.toLowerCase();
  return id.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted);
}

function campaignsQuery(search: string) {
  return queryOptions({
    queryKey: ['chat-campaigns', search],
    staleTime: 10_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Suggested[]> => {
      const query = { limit: SHOWN, sort: 'updated_at', ...(search !== '' && { q: search }) } as const;
      const { data, error, response } = await api.GET('/api/campaigns', { params: { query }, signal });
      if (data === undefined) throw new ApiError(response, error);
      return data.items.filter(({ id }) => isWritable(id)).map(({ id, name }) => ({ id, name }));
    },
  });
}
