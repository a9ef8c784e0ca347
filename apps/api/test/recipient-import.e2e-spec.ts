import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { expectProblem, post, send } from './support/http.ts';
import { allRecipients, type ImportAnswer, register, upload } from './support/imports.ts';
import { query } from './support/simulations.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

const FILE = `Full name;E-Mail;Handy
Ann Example;Ann@Example.com;030 123456
Bob;bob@example.com;

;carol@example.com;+49 171 2345678
Dan;not an address;
Eve;;12
"Frank ""the tank"" Müller";frank@example.com;
Ann again;ann@example.com;
Bob;BOB@example.com;0171 1111111
Gus;;0171 1111111
Mixed;bob@example.com;030 123456
`;

describe('a CSV file of recipients', () => {
  let application: TestApplication;
  let count = 0;

  beforeAll(async () => {
    application = await startTestApplication();
  });

  afterAll(() => application.stop());

  async function newCampaign(): Promise<string> {
    const id = `camp_${(count += 1)}`;
    await register(application.url, id);
    return id;
  }

  test('is added line by line: what cannot be used is told with its reason, what is double is merged', async () => {
    const id = await newCampaign();
    const answer = await upload(application.url, id, FILE, { query: '?region=DE&file_name=customers.csv' });
    expect(answer.status).toBe(200);
    const imported = answer.body as ImportAnswer;
    expect(imported).toMatchObject({ status: 'completed', file_name: 'customers.csv', bytes: Buffer.byteLength(FILE), bytes_read: Buffer.byteLength(FILE), lines: 10, added: 4, merged: 1, repeated: 2, rejected: 3, problem: null });
    expect(imported.rejects).toEqual([
      { line: 6, text: 'Dan;not an address;', reason: expect.stringContaining('the e-mail address must be') },
      { line: 7, text: 'Eve;;12', reason: expect.stringContaining('the phone number must be') },
      { line: 12, text: 'Mixed;bob@example.com;030 123456', reason: expect.stringMatching(/one recipient \(Bob\).*another \(Ann Example\)/) },
    ]);
    const recipients = await allRecipients(application.url, id);
    expect(recipients.map(({ name, email, phone, status }) => [name, email, phone, status])).toEqual([
      ['Ann Example', 'ann@example.com', '+4930123456', 'queued'],
      ['Bob', 'bob@example.com', '+491711111111', 'queued'],
      ['carol', 'carol@example.com', '+491712345678', 'queued'],
      ['Frank "the tank" Müller', 'frank@example.com', null, 'queued'],
    ]);
    expect((await send(`${application.url}/api/campaigns/${id}/imports/latest`)).body).toMatchObject({ id: imported.id, status: 'completed', lines: 10 });
    expect((await send(`${application.url}/api/imports/${imported.id}`)).body).toMatchObject({ rejected: 3, finished_at: expect.any(String) });
  });

  test('imported again changes nothing', async () => {
    const id = await newCampaign();
    await upload(application.url, id, FILE);
    const before = await allRecipients(application.url, id);
    expect((await upload(application.url, id, FILE)).body).toMatchObject({ lines: 10, added: 0, merged: 0, repeated: 7, rejected: 3 });
    expect(await allRecipients(application.url, id)).toEqual(before);
  });

  test('comes as a form or compressed just as well', async () => {
    const [asForm, compressed] = [await newCampaign(), await newCampaign()];
    const form = new FormData();
    form.append('region', 'DE');
    form.append('mapping', JSON.stringify({ email: 'E-Mail', phone: 'Handy' }));
    form.append('anything', new Blob([FILE], { type: 'text/csv' }), 'from a form.csv');
    const sent = new Request('http://x', { method: 'POST', body: form });
    const answer = await post(`${application.url}/api/campaigns/${asForm}/recipients/import`, new Uint8Array(await sent.arrayBuffer()), { 'content-type': sent.headers.get('content-type')! });
    expect(answer.body).toMatchObject({ status: 'completed', file_name: 'from a form.csv', bytes: null, lines: 10, added: 4 });
    expect((await allRecipients(application.url, asForm)).map(({ name }) => name)).toEqual(['ann', 'bob', 'carol', 'frank']);
    expect((await upload(application.url, compressed, gzipSync(FILE), { headers: { 'content-encoding': 'gzip' } })).body).toMatchObject({ status: 'completed', bytes: null, bytes_read: Buffer.byteLength(FILE), lines: 10, added: 4 });
  });

  test('has its rejects for download, which can be mended and imported', async () => {
    const id = await newCampaign();
    const { id: importId } = (await upload(application.url, id, FILE, { query: '?region=DE&file_name=Größe.csv' })).body as ImportAnswer;
    const { headers, text } = await send(`${application.url}/api/imports/${importId}/rejects`);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="Gr__e - rejects.csv"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20-%20rejects.csv`);
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('\uFEFFline;reason;Full name;E-Mail;Handy');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(/^6;.*;Dan;not an address;$/);
    const mended = text.replace('not an address', 'dan@example.com').replace('Eve;;12', 'Eve;;0171 2222222');
    expect((await upload(application.url, id, mended)).body).toMatchObject({ lines: 3, added: 2, rejected: 1 });
  });

  test('of 100,000 lines is read to its end', async () => {
    const id = await newCampaign();
    const lines = Array.from({ length: 100_000 }, (_, n) => `Person ${n},person${n}@example.com,+49171${String(1_000_000 + n)}`);
    const { body } = await upload(application.url, id, `name,email,phone\n${lines.join('\n')}\n`);
    expect(body).toMatchObject({ status: 'completed', lines: 100_000, added: 100_000, rejected: 0 });
    expect((await send(`${application.url}/api/campaigns/${id}/recipients?limit=1`)).body).toMatchObject({ total: 100_000, items: [{ name: 'Person 0' }] });
  }, 120_000);
});
