import { useSyncExternalStore } from 'react';
import { type Upload, uploadImport } from '../api/upload-import.ts';
import type { Import } from '../types.ts';

/** A file that this window is sending, or has sent. */
export interface UploadState {
  fileName: string;
  size: number;
  /** The part that has left, 0…1; null while it is made ready. */
  share: number | null;
  /** Set when it is over. */
  outcome: { done: Import } | { failed: unknown } | null;
}

/** By campaign. Not a part of any component: closing the dialog, or looking at another page, does not end an upload. */
const uploads = new Map<string, UploadState>();
const listeners = new Set<() => void>();

/** Sends a file; how far it is, {@link useUpload} tells. */
export async function beginUpload(upload: Upload): Promise<void> {
  const { campaignId, file } = upload;
  const show = (change: Partial<UploadState>) => {
    uploads.set(campaignId, { ...(uploads.get(campaignId) ?? { fileName: file.name, size: file.size, share: null, outcome: null }), ...change });
    for (const listener of listeners) listener();
  };
  uploads.delete(campaignId);
  show({});
  window.addEventListener('beforeunload', warn);
  try {
    show({ outcome: { done: await uploadImport(upload, (share) => show({ share })) } });
  } catch (error) {
    show({ outcome: { failed: error } });
  } finally {
    if (![...uploads.values()].some(({ outcome }) => outcome === null)) window.removeEventListener('beforeunload', warn);
  }
}

export function forgetUpload(campaignId: string): void {
  uploads.delete(campaignId);
  for (const listener of listeners) listener();
}

/** The last file that this window has sent for a campaign; null when there is none, or nobody wants to hear of it any more. */
export function useUpload(campaignId: string): UploadState | null {
  return useSyncExternalStore(subscribe, () => uploads.get(campaignId) ?? null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Leaving would cut the file off in the middle. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
