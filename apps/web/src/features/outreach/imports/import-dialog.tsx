import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../../shared/dialog.tsx';
import { phoneRegionsQuery } from '../api/get-phone-regions.ts';
import { importPreviewQuery } from '../api/preview-import.ts';
import { failureWords } from '../failure-words.ts';
import form from '../form.module.css';
import { RegionSelect } from '../recipients/region-select.tsx';
import { rememberedRegion } from '../recipients/remembered-region.ts';
import type { Mapping } from '../types.ts';
import { ColumnSelects } from './column-selects.tsx';
import { FileChoice } from './file-choice.tsx';
import { PreviewTable } from './preview-table.tsx';
import { beginUpload, useUpload } from './uploads.ts';

export default function ImportDialog({ campaignId, onClose }: { campaignId: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [choice, setChoice] = useState<{ file: File; key: number } | null>(null);
  const [region, setRegion] = useState(() => rememberedRegion(queryClient.getQueryData(phoneRegionsQuery.queryKey) ?? []));
  // Null: as the server guesses.
  const [mapping, setMapping] = useState<Mapping | null>(null);
  const upload = useUpload(campaignId);
  const isUploading = upload !== null && upload.outcome === null;
  const { data: preview, error, isFetching } = useQuery(importPreviewQuery(campaignId, choice?.file ?? null, choice?.key ?? 0, region, mapping));
  const choose = (file: File) => {
    setMapping(null);
    setChoice({ file, key: (choice?.key ?? 0) + 1 });
  };
  const isReachable = preview !== undefined && (preview.mapping.email !== null || preview.mapping.phone !== null);

  const start = () => {
    if (choice === null || preview === undefined || !isReachable || isFetching) return;
    void beginUpload({ campaignId, file: choice.file, region, mapping: preview.mapping });
    onClose();
  };

  return (
    <Dialog title="Import recipients" size={choice === null ? 'usual' : 'wide'} onClose={onClose}>
      <div className={form.form}>
        <FileChoice file={choice?.file ?? null} onChoose={choose} />
        {choice === null && (
          <p className={form.muted}>
            The first line names the columns. Commas, semicolons and tabs all work, and so does what Excel saves. You see what becomes of it first; nothing is stored yet.
          </p>
        )}
        {choice !== null && error !== null && (
          <p className={form.problem} role="alert">
            {failureWords(error)}
          </p>
        )}
        {choice !== null && preview !== undefined && error === null && (
          <>
            <ColumnSelects columns={preview.columns} mapping={mapping ?? preview.mapping} onChange={setMapping}>
              <RegionSelect value={region} onChange={setRegion} />
            </ColumnSelects>
            {!isReachable && (
              <p className={form.problem} role="alert">
                No column is used as an e-mail address or a phone number, so nobody could be reached. Choose at least one.
              </p>
            )}
            <PreviewTable preview={preview} isBusy={isFetching} isWhole={choice.file.size <= 256 * 1024} />
          </>
        )}
        {isUploading && <p className={form.problem}>Another file is being uploaded. Please wait until it is done.</p>}
        <div className={form.foot}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={!isReachable || error !== null || isUploading} aria-disabled={isFetching} onClick={start}>
            Import
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
