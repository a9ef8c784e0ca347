import { ApiError } from '../../../api/client.ts';
import type { Import, Mapping } from '../types.ts';

export interface Upload {
  campaignId: string;
  file: File;
  region: string;
  mapping: Mapping;
}

/**
 * Uploads a file of recipients, and resolves when all of its lines are read. Not by `fetch`, which does not tell how much of a file
 * has left.
 *
 * @param onProgress the part that has left, 0…1
 * @throws ApiError when the server refuses; TypeError when it does not answer
 */
export async function uploadImport({ campaignId, file, region, mapping }: Upload, onProgress: (share: number) => void): Promise<Import> {
  const columns = Object.fromEntries(Object.entries(mapping).filter(([, column]) => column !== null));
  const query = new URLSearchParams({ region, mapping: JSON.stringify(columns), file_name: file.name });
  const packed = await pack(file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/campaigns/${encodeURIComponent(campaignId)}/recipients/import?${query}`);
    request.setRequestHeader('content-type', 'text/csv');
    if (packed !== file) request.setRequestHeader('content-encoding', 'gzip');
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total));
    request.addEventListener('error', () => reject(new TypeError('The server does not answer')));
    request.addEventListener('load', () => {
      const body = parsed(request.responseText);
      if (request.status === 200) resolve(body as Import);
      else reject(new ApiError(new Response(null, { status: request.status || 500, statusText: request.statusText }), body));
    });
    request.send(packed);
  });
}

/** Lists of people shrink to a fifth. */
async function pack(file: File): Promise<Blob> {
  if (typeof CompressionStream === 'undefined') return file;
  return new Response(file.stream().pipeThrough(new CompressionStream('gzip'))).blob();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
