import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventBody } from './support/events.ts';
import { eventually } from './support/eventually.ts';
import { type Answer, expectProblem, post, send } from './support/http.ts';
import { startTestApplication, type TestApplication } from './support/test-application.ts';

interface Campaign {
  id: string;
  name: string;
  daily_budget: number;
  status: string;
  status_since: string;
  time_zone: string;
  version: number;
}

interface Page {
  items: { id: string; campaign_id: string; impressions: number; figures: { impressions: number; pacing: { state: string } } }[];
  next_cursor: string | null;
  total: number;
}

describe('campaigns', () => {
  let application: TestApplication;

  beforeAll(async () => {
    application = await startTestApplication();
  });

  afterAll(() => application.stop());

  const at = (path: string): string => `${application.url}${path}`;
  const newId = (): string => `camp_${randomUUID()}`;
  const create = (body: object): Promise<Answer> => post(at('/api/campaigns'), { name: 'Spring sale', daily_budget: 100, ...body });
  const patch = (id: string, body: unknown): Promise<Answer> =>
    send(at(`/api/campaigns/${encodeURIComponent(id)}`), { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const list = async (query: string): Promise<Page> => (await send(at(`/api/campaigns?${query}`))).body as Page;
  const report = (...events: unknown[]): Promise<unknown> => post(at('/events/batch'), events);

  async function created(body: object = {}): Promise<Campaign> {
    const answer = await create(body);
    expect(answer).toMatchObject({ status: 201 });
    return answer.body as Campaign;
  }

  describe('creating', () => {
    test('takes an id, trims the name, and begins at version 1', async () => {
      const id = newId();
      const campaign = await created({ id, name: '  Spring sale ', daily_budget: 99.99, time_zone: 'Europe/Berlin' });
      expect(campaign).toMatchObject({ id, name: 'Spring sale', daily_budget: 99.99, status: 'active', time_zone: 'Europe/Berlin', version: 1 });
      expect((await send(at(`/api/campaigns/${id}`))).body).toEqual(campaign);
    });

    test('makes an id when none is given', async () => {
      const [one, other] = [await created(), await created()];
      expect(one.id).toMatch(/^camp_[\da-f]{12}$/);
      expect(other.id).not.toBe(one.id);
    });

    test('refuses an id that is taken, also when two ask for it at once', async () => {
      const id = newId();
      const statuses = (await Promise.all(Array.from({ length: 5 }, () => create({ id })))).map(({ status }) => status);
      expect(statuses.sort((a, b) => a - b)).toEqual([201, 409, 409, 409, 409]);
      expectProblem(await create({ id }), 409, 'CAMPAIGN_ID_TAKEN', { id: 'is taken by another campaign' });
    });

    test('takes any id that ad clients may report, and finds it again', async () => {
      for (const id of ['a/b', 'ü ü', '50%', '<b>', 'x'.repeat(200), 'ß'.repeat(200), '\u{1F600}'.repeat(200), '?q=1#2', '__proto__']) {
        expect(await created({ id })).toMatchObject({ id });
        expect((await send(at(`/api/campaigns/${encodeURIComponent(id)}`))).body).toMatchObject({ id });
        expect((await list(`q=${encodeURIComponent(id)}`)).items.map((item) => item.id)).toContain(id);
      }
    });

    test('a time zone is kept under one name, however it was spelled', async () => {
      const campaign = await created({ time_zone: 'europe/BERLIN' });
      expect(campaign).toMatchObject({ time_zone: 'Europe/Berlin' });
      expect((await patch(campaign.id, { time_zone: 'EUROPE/Berlin' })).body).toMatchObject({ time_zone: 'Europe/Berlin', version: 1 });
    });

    const budget = 'must be a number above 0 and up to 1000000000, with two decimals at most';
    test.each([
      [{ name: '   ' }, { name: 'must be 1 to 200 characters' }],
      [{ name: 'x'.repeat(201) }, { name: 'must be 1 to 200 characters' }],
      [{ name: 'NUL \0' }, { name: 'must be 1 to 200 characters' }],
      [{ name: null }, { name: 'must be 1 to 200 characters' }],
      [{ name: undefined }, { name: 'is required' }],
      [{ daily_budget: 0 }, { daily_budget: budget }],
      [{ daily_budget: -1 }, { daily_budget: budget }],
      [{ daily_budget: 1.005 }, { daily_budget: budget }],
      [{ daily_budget: 1e12 }, { daily_budget: budget }],
      [{ daily_budget: '100' }, { daily_budget: budget }],
      [{ status: 'gone' }, { status: 'must be one of active, paused' }],
      [{ time_zone: 'Mars/Olympus' }, { time_zone: 'must be the IANA name of a time zone, such as Europe/Berlin' }],
      [{ time_zone: '+02:00' }, { time_zone: 'must be the IANA name of a time zone, such as Europe/Berlin' }],
      [{ id: '..' }, { id: 'must be a non-empty string of at most 200 characters, other than "." and ".."' }],
      [{ id: 7 }, { id: 'must be a non-empty string of at most 200 characters, other than "." and ".."' }],
      [{ budget: 7 }, { budget: 'is not a field of this request' }],
    ])('refuses %j and names the field', async (body, errors) => {
      expectProblem(await create(body), 422, 'VALIDATION_FAILED', errors);
    });

    test.each(['constructor', '__proto__', 'toString'])('refuses the field %s, which every object has', async (field) => {
      expectProblem(await create(JSON.parse(`{"${field}": 1}`) as object), 422, 'VALIDATION_FAILED', { [field]: 'is not a field of this request' });
    });

    test('refuses what is nested deeper than anything can be read', async () => {
      const depth = 40_000;
      const deep = `{"name": ${'['.repeat(depth)}${']'.repeat(depth)}, "daily_budget": 1}`;
      expectProblem(await post(at('/api/campaigns'), deep), 422, 'VALIDATION_FAILED', { 'name.0.0.0.0.0.0.0': 'must not be nested deeper than 8 levels' });
    });

    test.each([['null'], ['[]'], ['"x"'], ['7']])('refuses the body %s', async (body) => {
      expectProblem(await post(at('/api/campaigns'), body), 422, 'VALIDATION_FAILED', { '': 'must be a JSON object' });
    });
  });

  describe('editing', () => {
    test('changes what is given and nothing else', async () => {
      const { id, status_since: since, ...campaign } = await created();
      const answer = await patch(id, { daily_budget: 120.5 });
      expect(answer.body).toMatchObject({ name: campaign.name, daily_budget: 120.5, version: 2, status_since: since });
      const paused = (await patch(id, { status: 'paused' })).body as Campaign;
      expect(paused).toMatchObject({ status: 'paused', version: 3 });
      expect(paused.status_since > since).toBe(true);
    });

    test('to the same values changes nothing, not even the version', async () => {
      const { id } = await created();
      expect((await patch(id, { name: 'Spring sale', daily_budget: 100 })).body).toMatchObject({ version: 1 });
    });

    test('of a version that is stale is refused with what has changed since', async () => {
      const { id } = await created();
      await patch(id, { daily_budget: 120, version: 1 });
      await patch(id, { name: 'Summer sale', version: 2 });
      expectProblem(await patch(id, { name: 'Mine', version: 1 }), 409, 'CAMPAIGN_CHANGED', {
        name: 'was changed from "Spring sale" to "Summer sale"',
        daily_budget: 'was changed from 100 to 120',
      });
      expectProblem(await patch(id, { name: 'Mine', version: 2 }), 409, 'CAMPAIGN_CHANGED', { name: 'was changed from "Spring sale" to "Summer sale"' });
      expectProblem(await patch(id, { name: 'Mine', version: 9 }), 409, 'CAMPAIGN_CHANGED', { version: 'is none that this campaign ever had; it is at 3' });
      expect((await patch(id, { name: 'Mine', version: 3 })).body).toMatchObject({ name: 'Mine', daily_budget: 120, version: 4 });
    });

    test('by several at once on one version succeeds for one', async () => {
      const { id } = await created();
      const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => patch(id, { name: `Name ${n}`, version: 1 })));
      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409, 409, 409, 409]);
    });

    test('by several at once without a version loses none of the fields', async () => {
      const { id } = await created();
      await Promise.all([patch(id, { name: 'Other' }), patch(id, { daily_budget: 7 }), patch(id, { status: 'paused' }), patch(id, { time_zone: 'Asia/Tokyo' })]);
      expect((await send(at(`/api/campaigns/${id}`))).body).toMatchObject({ name: 'Other', daily_budget: 7, status: 'paused', time_zone: 'Asia/Tokyo', version: 5 });
    });

    test('of one made again under an old id is still seen to be stale', async () => {
      const { id } = await created();
      await send(at(`/api/campaigns/${id}`), { method: 'DELETE' });
      expect(await created({ id, daily_budget: 50 })).toMatchObject({ version: 2 });
      expectProblem(await patch(id, { name: 'Old tab', version: 1 }), 409, 'CAMPAIGN_CHANGED', { daily_budget: 'was changed from 100 to 50' });
    });

    test('its pauses are remembered', async () => {
      const { id } = await created();
      const pauses = async (): Promise<unknown> => ((await send(at(`/api/campaigns/${id}/pauses`))).body as { items: unknown }).items;
      expect(await pauses()).toEqual([]);
      const { status_since: from } = (await patch(id, { status: 'paused' })).body as Campaign;
      await patch(id, { name: 'Renamed meanwhile' });
      expect(await pauses()).toEqual([{ from, to: null }]);
      const { status_since: to } = (await patch(id, { status: 'active' })).body as Campaign;
      const { status_since: again } = (await patch(id, { status: 'paused' })).body as Campaign;
      expect(await pauses()).toEqual([
        { from, to },
        { from: again, to: null },
      ]);
    });

    test.each([0, -1, 1.5, 2 ** 31, 99_999_999_999, 1e300, '1', null])('refuses the version %j', async (version) => {
      const { id } = await created();
      expectProblem(await patch(id, { name: 'Mine', version }), 422, 'VALIDATION_FAILED', { version: 'must be a whole number from 1 to 2147483647' });
    });

    test('of the highest version that could be is stale, too', async () => {
      const { id } = await created();
      expectProblem(await patch(id, { name: 'Mine', version: 2 ** 31 - 1 }), 409, 'CAMPAIGN_CHANGED', { version: 'is none that this campaign ever had; it is at 1' });
    });

    test('refuses null, unknown fields and campaigns that do not exist', async () => {
      const { id } = await created();
      expectProblem(await patch(id, { name: null }), 422, 'VALIDATION_FAILED', { name: 'must be 1 to 200 characters' });
      expectProblem(await patch(id, { id: 'other' }), 422, 'VALIDATION_FAILED', { id: 'is not a field of this request' });
      expectProblem(await patch('no_such', { name: 'x' }), 404, 'CAMPAIGN_NOT_FOUND');
    });
  });

  describe('the list', () => {
    const tag = randomUUID();
    const names = ['apple', 'Banana', 'cherry', 'Damson', 'elder'];

    beforeAll(async () => {
      for (const [place, name] of names.entries()) {
        const { id } = await created({ id: `${tag}_${place}`, name, daily_budget: 100 - place, status: place % 2 === 0 ? 'active' : 'paused' });
        await report(...Array.from({ length: (place * 3) % 5 }, () => eventBody({ campaign_id: id })));
      }
      await eventually(async () => expect((await list(`q=${tag}&sort=impressions`)).items.map(({ figures }) => figures.impressions)).toEqual([4, 3, 2, 1, 0]));
    });

    test.each([
      ['sort=name', [0, 1, 2, 3, 4]],
      ['sort=name&order=desc', [4, 3, 2, 1, 0]],
      ['sort=daily_budget', [0, 1, 2, 3, 4]],
      ['sort=created_at', [4, 3, 2, 1, 0]],
      ['', [4, 3, 2, 1, 0]],
      ['sort=impressions', [3, 1, 4, 2, 0]],
      ['sort=impressions&order=asc', [0, 2, 4, 1, 3]],
      ['sort=id', [0, 1, 2, 3, 4]],
      ['status=paused&sort=name', [1, 3]],
      ['status=active&sort=clicks&order=asc', [0, 2, 4]],
    ])('%j comes in its order, whole or page by page', async (query, places) => {
      const wanted = places.map((place) => `${tag}_${place}`);
      const whole = await list(`q=${tag}&${query}`);
      expect(whole).toMatchObject({ next_cursor: null, total: places.length });
      expect(whole.items.map(({ id }) => id)).toEqual(wanted);

      const paged: string[] = [];
      let cursor = '';
      for (let page = 0; page < 5; page += 1) {
        const { items, next_cursor: next } = await list(`q=${tag}&${query}&limit=2${cursor}`);
        paged.push(...items.map(({ id }) => id));
        if (next === null) break;
        cursor = `&cursor=${next}`;
      }
      expect(paged).toEqual(wanted);
    });

    test('finds by part of the name or id, regardless of case, and takes no character for a wildcard', async () => {
      expect((await list(`q=bANAn&limit=200`)).items.map(({ id }) => id)).toContain(`${tag}_1`);
      expect((await list(`q=${tag}_%25`)).items).toEqual([]);
    });

    test.each([['limit=0'], ['limit=201'], ['limit=x'], ['limit=1e2'], ['limit=0x10'], ['limit=+5'], ['limit=5.0'], ['limit='], ['sort=nothing'], ['order=up'], ['cursor=nonsense'], ['cursor=WzEsMl0'], ['status=gone'], ['q=%00'], ['q=a&q=b'], ['foo=1']])('refuses %s', async (query) => {
      expectProblem(await send(at(`/api/campaigns?${query}`)), 422, 'VALIDATION_FAILED', { [query.split('=')[0]!]: expect.any(String) });
    });

    const notOfThisOrder = { cursor: 'must be the next_cursor of a page in the same order' };

    test.each([
      ['sort=name', 'sort=daily_budget'],
      ['sort=daily_budget', 'sort=name'],
      ['sort=daily_budget', 'sort=created_at'],
      ['sort=created_at', 'sort=updated_at'],
      ['sort=impressions', 'sort=clicks'],
      ['sort=impressions', 'sort=daily_budget'],
      ['sort=name', 'sort=id'],
      ['sort=daily_budget', 'sort=daily_budget&order=asc'],
      ['sort=name&order=desc', 'sort=name'],
    ])('a cursor of %s is refused, not misread, with %s', async (one, other) => {
      const { next_cursor: cursor } = await list(`q=${tag}&${one}&limit=2`);
      expectProblem(await send(at(`/api/campaigns?${other}&cursor=${cursor}`)), 422, 'VALIDATION_FAILED', notOfThisOrder);
    });

    test('a cursor of the list is refused by the unregistered ones', async () => {
      const { next_cursor: cursor } = await list(`q=${tag}&sort=impressions&limit=2`);
      expectProblem(await send(at(`/api/unregistered-campaigns?cursor=${cursor}`)), 422, 'VALIDATION_FAILED', notOfThisOrder);
    });

    test.each(['[1e300,"x"]', '["created_at desc",1e400,"x"]', '["created_at desc","1","x"]', '["created_at desc",null,"x"]', '["created_at desc",1]', '["created_at desc",1,"\\u0000"]', '{}', 'null', '7'])(
      'the cursor of %s is none of ours',
      async (made) => {
        expectProblem(await send(at(`/api/campaigns?cursor=${Buffer.from(made).toString('base64url')}`)), 422, 'VALIDATION_FAILED', notOfThisOrder);
      },
    );

    test('a cursor that spells out the order it is of goes on with that', async () => {
      const { next_cursor: cursor } = await list(`q=${tag}&limit=2`);
      expect((await list(`q=${tag}&sort=created_at&order=desc&limit=2&cursor=${cursor}`)).items).toHaveLength(2);
    });
  });

  test('campaigns seen only in events are listed as unregistered until somebody registers them', async () => {
    const id = `un ${randomUUID()}/registered`;
    await report(eventBody({ campaign_id: id, metadata: { cost: 0.25 } }));
    const unregistered = async (): Promise<Page> => (await send(at(`/api/unregistered-campaigns?q=${encodeURIComponent(id)}`))).body as Page;
    await eventually(async () => expect(await unregistered()).toMatchObject({ total: 1, items: [{ campaign_id: id, impressions: 1, spend: 0.25, settings_version: null, pacing: null }] }));
    expect(await send(at(`/api/campaigns/${encodeURIComponent(id)}/figures`))).toMatchObject({ status: 200, body: { impressions: 1, pacing: null } });
    expectProblem(await send(at(`/api/campaigns/${encodeURIComponent(id)}`)), 404, 'CAMPAIGN_NOT_FOUND');

    await created({ id });
    expect(await unregistered()).toMatchObject({ total: 0 });
    expect((await list(`q=${encodeURIComponent(id)}`)).items[0]!.figures).toMatchObject({ impressions: 1, settings_version: 1, pacing: { budget: 100 } });
  });

  test.each([
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['DELETE', '/events'],
    ['GET', '/figures'],
    ['GET', '/pauses'],
    ['GET', '/metrics'],
    ['GET', '/report'],
    ['GET', '/events'],
    ['GET', '/event-deletion'],
    ['GET', '/simulation'],
    ['PUT', '/simulation'],
    ['DELETE', '/simulation'],
    ['POST', '/simulation/crash'],
  ])('an id that no campaign can have is not found: %s …%s', async (method, path) => {
    const body = ['PATCH', 'PUT'].includes(method) && { headers: { 'content-type': 'application/json' }, body: '{}' };
    for (const id of ['%00', 'a%00b', 'x'.repeat(201), 'x'.repeat(10_000)]) expectProblem(await send(at(`/api/campaigns/${id}${path}`), { method, ...body }), 404, 'CAMPAIGN_NOT_FOUND');
  });

  test('figures say when the last event arrived, whenever it happened, and of what kind it was', async () => {
    const { id } = await created();
    const lastEventAt = async (): Promise<string | null> => ((await send(at(`/api/campaigns/${id}/figures`))).body as { last_event_at: string | null }).last_event_at;
    expect(await lastEventAt()).toBeNull();
    const other = await created();
    const before = Date.now();
    const late = { type: 'click', occurred_at: '2020-02-10T21:10:30Z' } as const;
    await report(eventBody({ ...late, campaign_id: id }), eventBody({ ...late, campaign_id: other.id }));
    await eventually(async () => expect(Date.parse((await lastEventAt())!)).toBeGreaterThanOrEqual(before));
    // Read from what is stored, as after a restart, it is the same.
    const figures = (await list(`q=${other.id}`)).items[0]!.figures as unknown as { last_event_at: string };
    expect(Math.abs(Date.parse(figures.last_event_at) - Date.parse((await lastEventAt())!))).toBeLessThan(1_000);
  });

  test('spend of the day is held against the budget, from midnight of the time zone on', async () => {
    const { id } = await created({ daily_budget: 10, time_zone: 'Pacific/Kiritimati' });
    const figures = async (): Promise<{ pacing: { day_start: string; spent: number; state: string } }> => (await send(at(`/api/campaigns/${id}/figures`))).body as never;
    const midnight = Date.parse((await figures()).pacing.day_start);
    const event = (ms: number, cost: number): unknown => eventBody({ campaign_id: id, occurred_at: new Date(ms).toISOString(), metadata: { cost } });
    await report(event(midnight - 1, 5), event(midnight, 9.5), event(Date.now(), 0.25));
    await eventually(async () => expect((await figures()).pacing.spent).toBeCloseTo(9.75, 9));
    await report(event(midnight, 1));
    await eventually(async () => expect((await figures()).pacing).toMatchObject({ spent: 10.75, state: 'exhausted' }));
  });
});
