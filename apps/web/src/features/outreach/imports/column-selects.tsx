import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ImportPreview } from '../api/preview-import.ts';
import type { Mapping } from '../types.ts';
import classes from './import-dialog.module.css';

const FIELDS: { field: keyof Mapping; label: string }[] = [
  { field: 'name', label: 'Name is in' },
  { field: 'last_name', label: 'Last name, if apart' },
  { field: 'email', label: 'E-mail is in' },
  { field: 'phone', label: 'Phone is in' },
];

interface ColumnSelectsProps {
  columns: ImportPreview['columns'];
  /** Guessed at first. */
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
  /** Stand beside. */
  children: ReactNode;
}

/** Which column says what. */
export function ColumnSelects({ columns: heads, mapping, onChange, children }: ColumnSelectsProps) {
  const columns = [...new Set(heads)];
  return (
    <div className={classes.columns}>
      {FIELDS.map(({ field, label }) => (
        <NativeSelect
          key={field}
          label={label}
          value={mapping[field] ?? ''}
          data={[{ value: '', label: 'no column' }, ...columns.filter((column) => column !== '').map((column) => ({ value: column, label: column }))]}
          onChange={({ currentTarget }) => onChange({ ...mapping, [field]: currentTarget.value === '' ? null : currentTarget.value })}
        />
      ))}
      {children}
    </div>
  );
}
