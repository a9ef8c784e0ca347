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

/** Which column says what; guessed at first. `children` stand beside. */
export function ColumnSelects({ preview, onChange, children }: { preview: ImportPreview; onChange: (mapping: Mapping) => void; children: ReactNode }) {
  const columns = [...new Set(preview.columns)];
  return (
    <div className={classes.columns}>
      {FIELDS.map(({ field, label }) => (
        <NativeSelect
          key={field}
          label={label}
          value={preview.mapping[field] ?? ''}
          data={[{ value: '', label: 'no column' }, ...columns.filter((column) => column !== '').map((column) => ({ value: column, label: column }))]}
          onChange={({ currentTarget }) => onChange({ ...preview.mapping, [field]: currentTarget.value === '' ? null : currentTarget.value })}
        />
      ))}
      {children}
    </div>
  );
}
