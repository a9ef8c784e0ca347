import { expect } from '@jest/globals';
import { type Answer, post, send } from './http.ts';

export interface ImportAnswer {
  id: string;
  status: string;
  file_name: string;
  bytes: number | null;
  bytes_read: number;
  lines: number;
  added: number;
  merged: number;
  repeated: number;
  rejected: number;
  problem: string | null;
  rejects: { line: number; reason: string; text: string }[];
}

export interface RecipientAnswer {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  status: string;
}

/** Registers a campaign. */
export async function register(url: string, id: string): Promise<void> {
  expect((await post(`${url}/api/campaigns`, { id, name: id, daily_budget: 10 })).status).toBe(201);
}

/** Uploads a file as the body of a request. */
export function upload(url: string, campaign: string, file: string | Uint8Array, { query = '?region=DE', headers = {} }: { query?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  return post(`${url}/api/campaigns/${campaign}/recipients/import${query}`, typeof file === 'string' ? Buffer.from(file) : file, { 'content-type': 'text/csv', ...headers });
}

/** All recipients of a campaign, page by page. */
export async function allRecipients(url: string, campaign: string, query = ''): Promise<RecipientAnswer[]> {
  const all: RecipientAnswer[] = [];
  for (let cursor = ''; ; ) {
    const answer = await send(`${url}/api/campaigns/${campaign}/recipients?limit=500${query}${cursor}`);
    expect(answer.status).toBe(200);
    const { items, next_cursor: next } = answer.body as { items: RecipientAnswer[]; next_cursor: string | null };
    all.push(...items);
    if (next === null) return all;
    cursor = `&cursor=${next}`;
  }
}
