import { campaignNotFound } from '../../application/errors.ts';
import type { TemplateStore } from '../../application/ports.ts';
import type { Template } from '../../domain/dispatch.ts';

/** {@link TemplateStore} in the memory of this process. */
export class MemoryTemplateStore implements TemplateStore {
  private readonly templates = new Map<string, Template & { updatedAt: number }>();

  /** @param campaigns ids of those that are registered */
  constructor(private readonly campaigns: ReadonlySet<string>) {}

  find(campaignId: string): Promise<(Template & { updatedAt: number }) | undefined> {
    return Promise.resolve(this.templates.get(campaignId));
  }

  save(campaignId: string, { subject, body }: Template): Promise<Template & { updatedAt: number }> {
    if (!this.campaigns.has(campaignId)) return Promise.reject(campaignNotFound());
    const saved = { subject, body, updatedAt: Date.now() };
    this.templates.set(campaignId, saved);
    return Promise.resolve(saved);
  }
}
