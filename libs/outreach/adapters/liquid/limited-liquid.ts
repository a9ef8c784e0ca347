import { CaptureTag, Context, type Emitter, Liquid, type Template, toValueSync } from 'liquidjs';

export const TAGS = ['if', 'unless', 'case', 'assign', 'capture', 'comment', 'raw'];
/** What turns one text into another. None escapes, or switches escaping off: that is not the author's to do. */
export const FILTERS = [
  'append', 'capitalize', 'default', 'downcase', 'first', 'last', 'lstrip', 'normalize_whitespace', 'prepend', 'remove', 'remove_first', 'remove_last',
  'replace', 'replace_first', 'replace_last', 'rstrip', 'size', 'slice', 'split', 'strip', 'truncate', 'truncatewords', 'upcase', 'url_encode',
];

/** Characters that one rendering may make, on the way and in the end. */
const MAX_MADE = 500_000;
const MAX_TEXT = 100_000;
/** There are no loops, so this is for what is not foreseen. */
const MAX_RENDER_MS = 1_000;
/** Blocks in blocks. Rendering them takes the stack. */
const MAX_DEPTH = 20;

/** Around what comes out of `{{ … }}`: not characters of any text (https://www.unicode.org/faq/private_use.html#nonchar4). */
const VALUE_BEGINS = '\uFDD0';
const VALUE_ENDS = '\uFDD1';

/** A piece of what was rendered: what the author has written, or a value. */
export interface Piece {
  isValue: boolean;
  text: string;
}

/** A language of fields, filters and conditions that cannot loop, cannot read files, and cannot take more than its share. */
class LimitedLiquid extends Liquid {
  constructor(maxLength: number) {
    super({ strictFilters: true, ownPropertyOnly: true, outputEscape: marked, parseLimit: maxLength, memoryLimit: MAX_MADE, renderLimit: MAX_RENDER_MS, templates: {} });
    for (const name of Object.keys(this.tags)) if (!TAGS.includes(name)) delete this.tags[name];
    for (const name of Object.keys(this.filters)) if (!FILTERS.includes(name)) delete this.filters[name];
    this.registerTag('capture', PlainCapture);
  }
}

/** What is captured is compared and cut like any other text: without marks. */
class PlainCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    const text = yield this.liquid.renderer.renderTemplates(this.templates, context, new LimitedText());
    context.bottom()[this.variable] = withoutMarks(text);
  }
}

class LimitedText implements Emitter {
  buffer = '';

  write(text: unknown): void {
    this.buffer += textOf(text);
    if (this.buffer.length > MAX_TEXT) throw new Error('the text becomes too large');
  }
}

/** As Liquid itself writes values. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textOf).join('');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function marked(value: unknown): string {
  const text = textOf(value);
  return text === '' ? '' : VALUE_BEGINS + text + VALUE_ENDS;
}

export function withoutMarks(text: string): string {
  return text.replaceAll(/[\uFDD0\uFDD1]/g, '');
}

/** One for each limit there is, shared by all templates. */
const engines = new Map<number, LimitedLiquid>();

/**
 * @param maxLength UTF-16 units
 * @throws Error where the text is not of the language; a LiquidError names the place
 */
export function parse(text: string, maxLength: number): { templates: Template[]; liquid: Liquid } {
  const liquid = engines.get(maxLength) ?? new LimitedLiquid(maxLength);
  engines.set(maxLength, liquid);
  const templates = liquid.parse(withoutMarks(text));
  if (isDeeperThan(MAX_DEPTH, templates)) throw new Error(`blocks must not be nested deeper than ${MAX_DEPTH} levels`);
  return { templates, liquid };
}

/** @throws Error when it becomes too large, or takes too long */
export function render({ templates, liquid }: ReturnType<typeof parse>, values: object): Piece[] {
  const context = new Context(values, liquid.options, { sync: true }, { liquid });
  const text = toValueSync(liquid.renderer.renderTemplates(templates, context, new LimitedText())) as string;
  return text.split(VALUE_BEGINS).flatMap((part, place) => {
    if (place === 0) return [{ isValue: false, text: part }];
    const [value, literal] = part.split(VALUE_ENDS);
    return [{ isValue: true, text: value! }, { isValue: false, text: literal! }];
  });
}

function isDeeperThan(depth: number, templates: Template[]): boolean {
  if (depth === 0) return templates.length > 0;
  return templates.some((template) => isDeeperThan(depth - 1, (template.children?.(false, true).next().value ?? []) as Template[]));
}
