import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
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

  test('that cannot be read is refused with advice, however much of it there is', async () => {
    const id = await newCampaign();
    const rest = 'x'.repeat(3_000_000);
    const refused: [string | Buffer, RegExp][] = [
      ['', /empty/],
      ['\n \n', /empty/],
      [Buffer.from('PK\x03\x04' + rest), /workbook/],
      [`Colour,Shape\nred,${rest}`, /Its columns are: "Colour", "Shape"/],
      [Buffer.from(`n\0a\0m\0e\0${rest}`), /no text/],
      [`name,"email${rest}`, /first line/],
    ];
    for (const [file, advice] of refused) {
      const answer = await upload(application.url, id, file);
      expect(answer.body).toMatchObject({ status: 422, code: 'IMPORT_UNREADABLE', detail: expect.stringMatching(advice) });
    }
    const mapped = await upload(application.url, id, FILE, { query: `?mapping=${encodeURIComponent('{"email":"Mail"}')}` });
    expect(mapped.body).toMatchObject({ status: 422, code: 'IMPORT_UNREADABLE', detail: expect.stringContaining('no column "Mail"') });
    expectProblem(await send(`${application.url}/api/campaigns/${id}/imports/latest`), 404, 'IMPORT_NOT_FOUND');
    expect(await allRecipients(application.url, id)).toEqual([]);
  });

  test('goes to a campaign that exists, as CSV, with settings that make sense', async () => {
    const id = await newCampaign();
    const address = `${application.url}/api/campaigns/${id}/recipients/import`;
    expectProblem(await upload(application.url, 'nobody', FILE), 404, 'CAMPAIGN_NOT_FOUND');
    expectProblem(await upload(application.url, id, FILE, { query: '?region=XX' }), 422, 'VALIDATION_FAILED', { region: expect.any(String) });
    for (const mapping of ['x', '[]', '{"mail":"E-Mail"}', '{"email":1}']) expectProblem(await upload(application.url, id, FILE, { query: `?mapping=${encodeURIComponent(mapping)}` }), 422, 'VALIDATION_FAILED', { mapping: expect.any(String) });
    const refused = await post(address, { email: 'ann@example.com' });
    expectProblem(refused, 415, 'UNSUPPORTED_MEDIA_TYPE');
    expect(refused.body).toMatchObject({ detail: 'The body must be sent with Content-Type: text/csv or multipart/form-data.' });
    expectProblem(await send(address, { method: 'POST' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    expectProblem(await post(address, 'no form', { 'content-type': 'multipart/form-data' }), 400, 'MALFORMED_FORM');
    expectProblem(await post(address, '--x\r\nContent-Disposition: form-data; name="region"\r\n\r\nDE\r\n--x--\r\n', { 'content-type': 'multipart/form-data; boundary=x' }), 422, 'VALIDATION_FAILED', { file: expect.any(String) });
    expectProblem(await post(`${application.url}/api/campaigns`, FILE, { 'content-type': 'text/csv' }), 415, 'UNSUPPORTED_MEDIA_TYPE');
    expectProblem(await upload(application.url, id, Buffer.alloc(33 * 1024 * 1024, 'x')), 413, 'BODY_TOO_LARGE');
  });

  test('with more lines than it may have is read as far as it may be, and says so', async () => {
    const id = await newCampaign();
    const file = `email\n${'ann@example.com\n'.repeat(200_001)}`;
    expect((await upload(application.url, id, file)).body).toMatchObject({ status: 'aborted', lines: 200_000, added: 1, repeated: 199_999, problem: expect.stringContaining('line 200002 and those after it') });
  }, 120_000);

  test('that unpacks to more than it may have is read as far as it may be, and says so', async () => {
    const id = await newCampaign();
    const file = gzipSync(`email,note\n${`ann@example.com,\n${' '.repeat(60_000)}\n`.repeat(600)}`);
    expect((await upload(application.url, id, file, { headers: { 'content-encoding': 'gzip' } })).body).toMatchObject({ status: 'aborted', added: 1, rejected: 0, problem: expect.stringContaining('larger than 32 MB') });
    const broken = gzipSync(FILE + 'zoe,zoe@example.com\n'.repeat(50_000));
    expect((await upload(application.url, id, broken.subarray(0, broken.length - 20), { headers: { 'content-encoding': 'gzip' } })).body).toMatchObject({ status: expect.not.stringMatching('completed') });
  }, 120_000);

  /** Sends the beginning of a file, and keeps the connection open. */
  async function begin(id: string, start: string): Promise<ClientRequest> {
    const sending = httpRequest(`${application.url}/api/campaigns/${id}/recipients/import`, { method: 'POST', headers: { 'content-type': 'text/csv' } });
    sending.on('error', () => undefined);
    sending.write(start);
    await eventually(async () => expect((await send(`${application.url}/api/campaigns/${id}/imports/latest`)).body).toMatchObject({ status: 'running' }));
    return sending;
  }

  const people = (from: number, to: number): string => Array.from({ length: to - from }, (_, n) => `person${from + n}@example.com\n`).join('');

  test('whose sender goes away in the middle keeps what was whole, and can be sent again', async () => {
    const id = await newCampaign();
    const sending = await begin(id, `email\n${people(0, 3_000)}last@example.co`);
    sending.destroy();
    const aborted = await eventually(async () => {
      const { body } = await send(`${application.url}/api/campaigns/${id}/imports/latest`);
      expect(body).toMatchObject({ status: 'aborted', rejected: 0, problem: expect.stringContaining('broke off') });
      return body as ImportAnswer;
    });
    expect(aborted.added).toBeGreaterThan(1_000);
    expect(await allRecipients(application.url, id)).toHaveLength(aborted.added);
    expect((await upload(application.url, id, `email\n${people(0, 3_000)}last@example.com`)).body).toMatchObject({ status: 'completed', added: 3_001 - aborted.added, repeated: aborted.added });
    expect((await allRecipients(application.url, id, '&q=last')).map(({ email }) => email)).toEqual(['last@example.com']);
  });

  test('waits for its turn, while people are added by hand', async () => {
    const id = await newCampaign();
    const sending = await begin(id, `email\n${people(0, 3_000)}`);
    expectProblem(await upload(application.url, id, `email\n${people(0, 200_000)}`), 409, 'IMPORT_UNDER_WAY');
    expect((await post(`${application.url}/api/campaigns/${id}/recipients`, { name: 'By hand', email: 'person3005@example.com' })).status).toBe(201);
    const answered = once(sending, 'response');
    sending.end(people(3_000, 3_010));
    const [response] = (await answered) as [IncomingMessage];
    expect(JSON.parse(Buffer.concat(await response.toArray()).toString())).toMatchObject({ status: 'completed', lines: 3_010, added: 3_009, repeated: 1 });
    expect((await allRecipients(application.url, id)).filter(({ email }) => email === 'person3005@example.com')).toHaveLength(1);
    expect((await upload(application.url, id, 'email\n')).body).toMatchObject({ status: 'completed', lines: 0 });
  });

  test('whose process has ended is over after a minute of silence', async () => {
    const id = await newCampaign();
    const { id: importId } = (await upload(application.url, id, FILE)).body as ImportAnswer;
    await query(application.database.url, `UPDATE recipient_imports SET status = 'running', finished_at = NULL, updated_at = now() - interval '61 seconds' WHERE id = '${importId}'`);
    expect((await send(`${application.url}/api/imports/${importId}`)).body).toMatchObject({ status: 'aborted', problem: expect.stringContaining('broke off'), finished_at: expect.any(String) });
    expect((await upload(application.url, id, FILE)).body).toMatchObject({ status: 'completed' });
  });

  test('is shown before it is imported', async () => {
    const id = await newCampaign();
    const preview = (part: string | Buffer, query = '?region=DE') => post(`${application.url}/api/campaigns/${id}/recipients/import/preview${query}`, part, { 'content-type': 'text/csv' });
    const { body } = await preview(FILE);
    expect(body).toMatchObject({ delimiter: ';', columns: ['Full name', 'E-Mail', 'Handy'], mapping: { name: 'Full name', last_name: null, email: 'E-Mail', phone: 'Handy' }, lines: 10 });
    expect((body as { rows: unknown[] }).rows.slice(1, 4)).toEqual([
      { line: 3, cells: ['Bob', 'bob@example.com', ''], name: 'Bob', email: 'bob@example.com', phone: null, reason: null },
      { line: 5, cells: ['', 'carol@example.com', '+49 171 2345678'], name: 'carol', email: 'carol@example.com', phone: '+491712345678', reason: null },
      { line: 6, cells: ['Dan', 'not an address', ''], name: null, email: null, phone: null, reason: expect.stringContaining('e-mail') },
    ]);
    expect((await preview('Colour,Contact way\nred,ann@example.com\n')).body).toMatchObject({ mapping: { email: null, phone: null }, rows: [{ reason: expect.stringContaining('chosen') }] });
    expect((await preview('Colour,Contact way\nred,ann@example.com\n', `?mapping=${encodeURIComponent('{"email":"Contact way"}')}`)).body).toMatchObject({ rows: [{ email: 'ann@example.com', name: 'ann' }] });
    expectProblem(await preview(Buffer.alloc(256 * 1024 + 1, 'x')), 413, 'BODY_TOO_LARGE');
    expectProblem(await preview('PK\x03\x04'), 422, 'IMPORT_UNREADABLE');
    expect(await allRecipients(application.url, id)).toEqual([]);
  });

  test('of 100,000 lines is read to its end', async () => {
    const id = await newCampaign();
    const lines = Array.from({ length: 100_000 }, (_, n) => `Person ${n},person${n}@example.com,+49171${String(1_000_000 + n)}`);
    const { body } = await upload(application.url, id, `name,email,phone\n${lines.join('\n')}\n`);
    expect(body).toMatchObject({ status: 'completed', lines: 100_000, added: 100_000, rejected: 0 });
    expect((await send(`${application.url}/api/campaigns/${id}/recipients?limit=1`)).body).toMatchObject({ total: 100_000, items: [{ name: 'Person 0' }] });
  }, 120_000);
});
