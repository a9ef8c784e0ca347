import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from './shortcuts/use-shortcuts.ts';

interface SearchFieldProps {
  className?: string;
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}

/** What is typed lives in the URL, which follows a moment later; letters typed in between must not be lost. */
export function SearchField({ className, label, placeholder, value, onChange }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  useEffect(() => {
    if (document.activeElement !== input.current) setText(value);
  }, [value]);
  useShortcuts([{ keys: '/', does: 'Search', run: () => input.current?.select() }]);

  const change = (next: string) => {
    setText(next);
    onChange(next);
  };
  return (
    <TextInput
      ref={input}
      className={className}
      type="search"
      placeholder={placeholder}
      aria-label={label}
      aria-keyshortcuts="/"
      value={text}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The first time empties the field, which browsers do themselves; then it is left.
        if (text === '') input.current?.blur();
        else change('');
        event.preventDefault();
      }}
    />
  );
}
