import { campaignNotFound, importUnderWay } from '../../application/errors.ts';
import { BROKEN_OFF, type ImportStore, type RecipientImport, type Reject } from '../../application/ports.ts';

const SILENCE_MS = 60_000;

/** Imports in memory, for tests: the reference that the contract suite holds PostgreSQL against. */
export class MemoryImportStore implements ImportStore {
  private readonly imports = new Map<string, RecipientImport>();
  private readonly kept = new Map<string, Reject[]>();

  /** @param hasCampaign whether a campaign is registered */
  constructor(
    private readonly hasCampaign: (id: string) => boolean,
    private readonly now: () => number = Date.now,
  ) {}

  begin({ campaignId, ...start }: Parameters<ImportStore['begin']>[0]): Promise<RecipientImport> {
    if (!this.hasCampaign(campaignId)) return Promise.reject(campaignNotFound());
    if ([...this.imports.values()].some((each) => each.campaignId === campaignId && this.runs(each))) return Promise.reject(importUnderWay());
    const now = this.now();
    const begun: RecipientImport = { id: crypto.randomUUID(), campaignId, status: 'running', ...start, bytesRead: 0, lines: 0, added: 0, merged: 0, repeated: 0, rejected: 0, problem: null, startedAt: now, updatedAt: now, finishedAt: null };
    this.imports.set(begun.id, begun);
    return Promise.resolve(begun);
  }

  progress(present: RecipientImport, rejects: readonly Reject[]): Promise<boolean> {
    const known = this.imports.get(present.id);
    if (known === undefined || !this.runs(known)) return Promise.resolve(false);
    const now = this.now();
    this.imports.set(present.id, { ...present, startedAt: known.startedAt, updatedAt: now, finishedAt: present.status === 'running' ? null : now });
    this.kept.set(present.id, [...(this.kept.get(present.id) ?? []), ...rejects]);
    return Promise.resolve(true);
  }

  find(id: string): Promise<RecipientImport | undefined> {
    const known = this.imports.get(id);
    return Promise.resolve(known && this.asItIs(known));
  }

  latest(campaignId: string): Promise<RecipientImport | undefined> {
    const newest = [...this.imports.values()].findLast((each) => each.campaignId === campaignId);
    return Promise.resolve(newest && this.asItIs(newest));
  }

  rejects(importId: string, after: number, limit: number): Promise<Reject[]> {
    const sorted = (this.kept.get(importId) ?? []).toSorted((a, b) => a.line - b.line);
    return Promise.resolve(sorted.filter(({ line }) => line > after).slice(0, limit));
  }

  private runs({ status, updatedAt }: RecipientImport): boolean {
    return status === 'running' && this.now() - updatedAt < SILENCE_MS;
  }

  private asItIs(known: RecipientImport): RecipientImport {
    return known.status !== 'running' || this.runs(known) ? known : { ...known, status: 'aborted', problem: BROKEN_OFF, finishedAt: known.updatedAt };
  }
}
