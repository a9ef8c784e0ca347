import { TextDecoder } from 'node:util';
import { importUnreadable } from '../../application/errors.ts';

/** So much is read at a time: what comes in single bytes is not looked at byte by byte. */
const PORTION_BYTES = 32_768;

const WORKBOOK = 'This is a workbook, not a CSV file. Save it as "CSV UTF-8" in your spreadsheet, and upload that.';
const NO_TEXT = 'This file is no text that can be read. Save it as "CSV UTF-8" in your spreadsheet, and upload that.';

/**
 * Text while it arrives: UTF-8, or UTF-16 with a byte order mark. What is no UTF-8 becomes U+FFFD, by which one can tell the lines it
 * stands in.
 *
 * @throws DomainError `IMPORT_UNREADABLE` for what begins as no text does
 */
export async function* decodedText(content: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const bytes of inPortions(content)) {
    decoder ??= decoderFor(bytes);
    yield decoder.decode(bytes, { stream: true });
  }
  if (decoder !== undefined) yield decoder.decode();
}

/** When the rest does not come, what has come is handed on before that is told. */
async function* inPortions(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  let failure: { error: unknown } | undefined;
  try {
    for await (const chunk of content) {
      waiting.push(chunk);
      size += chunk.length;
      if (size < PORTION_BYTES) continue;
      yield Buffer.concat(waiting);
      waiting = [];
      size = 0;
    }
  } catch (error) {
    failure = { error };
  }
  if (size > 0) yield Buffer.concat(waiting);
  if (failure !== undefined) throw failure.error;
}

/** @see https://encoding.spec.whatwg.org/#bom-sniff */
function decoderFor(start: Buffer): TextDecoder {
  const [first, second] = start;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be');
  // ZIP, as .xlsx and .ods are, and the older .xls.
  const magic = start.toString('latin1', 0, 4);
  if (magic === 'PK\x03\x04' || magic === '\xD0\xCF\x11\xE0') throw importUnreadable(WORKBOOK);
  if (start.includes(0)) throw importUnreadable(NO_TEXT);
  return new TextDecoder('utf-8');
}
