import 'reflect-metadata';
import { beforeEach, describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { InProcessDomainEvents } from '../../platform/domain-events/in-process-domain-events.ts';
import { CsvParseReader } from '../adapters/csv-parse/csv-parse-reader.ts';
import { LibphonenumberPhoneNumbers } from '../adapters/libphonenumber/libphonenumber-phone-numbers.ts';
import { MemoryImportStore } from '../adapters/memory/memory-import-store.ts';
import { MemoryRecipientStore } from '../adapters/memory/memory-recipient-store.ts';
import { outreachUnavailable } from './errors.ts';
import { ImportRecipients, ImportRecipientsHandler } from './import-recipients.ts';

const hasCampaign = (id: string): boolean => id === 'camp_1';
const lines = (count: number): string => `email\n${Array.from({ length: count }, (_, n) => `p${n}@example.com\n`).join('')}`;

async function* uploaded(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

describe('an import', () => {
  let recipients: MemoryRecipientStore;
  let imports: MemoryImportStore;

  beforeEach(() => {
    recipients = new MemoryRecipientStore(hasCampaign);
    imports = new MemoryImportStore(hasCampaign);
  });

  function importing(text: string): Promise<unknown> {
    const handler = new ImportRecipientsHandler(new CsvParseReader(), new LibphonenumberPhoneNumbers(), recipients, imports, new InProcessDomainEvents(pino({ enabled: false })));
    return handler.execute(new ImportRecipients('camp_1', { name: 'x.csv', bytes: null, content: uploaded(text) }, { region: undefined, mapping: undefined }));
  }

  /** Lets the nth merge, and those after it, meet something. */
  function fromMerge(nth: number, meet: () => Promise<void>): void {
    const merge = recipients.merge.bind(recipients);
    let merges = 0;
    recipients.merge = async (...args) => {
      merges += 1;
      if (merges >= nth) await meet();
      return merge(...args);
    };
  }

  test('that the database fails is aborted with what was stored before, and told as such', async () => {
    fromMerge(3, () => Promise.reject(outreachUnavailable(new Error('away'))));
    await expect(importing(lines(2_000))).rejects.toMatchObject({ code: 'OUTREACH_UNAVAILABLE' });
    expect(await imports.latest('camp_1')).toMatchObject({ status: 'aborted', lines: 1_000, added: 1_000, problem: expect.stringContaining('database') });
    expect((await recipients.page({ campaignId: 'camp_1', limit: 1 })).total).toBe(1_000);
  });

  test('that others take for over does not go on', async () => {
    fromMerge(2, async () => void (await imports.progress({ ...(await imports.latest('camp_1'))!, status: 'aborted', problem: 'silent' }, [])));
    expect(await importing(lines(2_000))).toMatchObject({ import: { status: 'aborted', problem: 'silent', added: 500 } });
  });

  test('says what came of each line, the sums of which add up', async () => {
    expect(await importing(`${lines(1_200)}p0@example.com\nnobody\n`)).toMatchObject({ import: { status: 'completed', lines: 1_202, added: 1_200, repeated: 1, rejected: 1 }, rejects: [{ line: 1_203, text: 'nobody' }] });
    await expect(importing('email,phone,\n,,').then(() => importing('what\never'))).rejects.toMatchObject({ code: 'IMPORT_UNREADABLE' });
  });
});
