import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import classes from './file-choice.module.css';
import { sizeWords } from './import-words.ts';

/** A file is chosen, or dropped here. */
export function FileChoice({ file, onChoose }: { file: File | null; onChoose: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const [first] = files ?? [];
    if (first !== undefined) onChoose(first);
  };
  return (
    <div
      className={classes.place}
      data-over={isOver}
      data-chosen={file !== null}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <input
        ref={input}
        className="visually-hidden"
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        aria-label="CSV file"
        tabIndex={-1}
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          // So that the same file can be chosen again after it was mended.
          currentTarget.value = '';
        }}
      />
      <span className={classes.name}>{file === null ? 'Drop a CSV file here, or' : `${file.name} · ${sizeWords(file.size)}`}</span>
      <Button data-autofocus={file === null || undefined} variant="default" size={file === null ? 'sm' : 'compact-sm'} onClick={() => input.current?.click()}>
        {file === null ? 'Choose a file' : 'Choose another'}
      </Button>
    </div>
  );
}
