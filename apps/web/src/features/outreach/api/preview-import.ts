import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ApiError, api } from '../../../api/client.ts';
import type { paths } from '../../../api/schema.d.ts';
import type { Mapping } from '../types.ts';

export type ImportPreview = paths['/api/campaigns/{id}/recipients/import/preview']['post']['responses'][200]['content']['application/json'];

/** The server looks at no more of a file. */
const PREVIEW_BYTES = 256 * 1024;

async function previewImport(campaignId: string, file: Blob, region: string, mapping: Mapping | null, signal: AbortSignal): Promise<ImportPreview> {
  const { data, error, response } = await api.POST('/api/campaigns/{id}/recipients/import/preview', {
    params: { path: { id: campaignId }, query: { region, ...(mapping !== null && { mapping: JSON.stringify(mapping) }) } },
    body: '',
    // As it is: the server finds out what it is encoded in.
    bodySerializer: () => file.slice(0, PREVIEW_BYTES),
    headers: { 'content-type': 'text/csv' },
    signal,
  });
  if (data === undefined) throw new ApiError(response, error);
  return data;
}

/** What the first lines of a file become. `mapping` null: the columns are guessed. `fileKey` tells one choice of a file from the next. */
export function importPreviewQuery(campaignId: string, file: Blob | null, fileKey: number, region: string, mapping: Mapping | null) {
  return queryOptions({
    queryKey: ['outreach', campaignId, 'import-preview', fileKey, region, mapping],
    queryFn: ({ signal }) => previewImport(campaignId, file ?? new Blob(), region, mapping, signal),
    enabled: file !== null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
}
