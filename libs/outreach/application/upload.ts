import { DomainError } from '../../kernel/domain-error.ts';
import { BROKEN_OFF } from './ports.ts';

export const IMPORT_LIMITS = {
  bytes: 32 * 1024 * 1024,
  lines: 200_000,
} as const;

/** The rest of the file is not read. The message is for people. */
export class RestUnread extends Error {}

/** A file as it is received, counted; longer than it may be, or broken off, it ends in {@link RestUnread}. */
export class Upload implements AsyncIterable<Uint8Array> {
  bytes = 0;

  /** @param content throws when the rest of it will not come */
  constructor(private readonly content: AsyncIterable<Uint8Array>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of this.content) {
        this.bytes += chunk.length;
        if (this.bytes > IMPORT_LIMITS.bytes) throw new RestUnread(`The file is larger than ${IMPORT_LIMITS.bytes / 1024 ** 2} MB; the rest of it was not read. Please divide it.`);
        yield chunk;
      }
    } catch (error) {
      if (error instanceof RestUnread) throw error;
      throw new RestUnread(error instanceof DomainError ? error.message : BROKEN_OFF, { cause: error });
    }
  }
}
