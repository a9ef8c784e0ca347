import { LiquidError, type Template as ParsedTemplate, type Variable } from 'liquidjs';
import { hasControls, lengthOf, shortened, withoutControls } from '../../../kernel/characters.ts';
import { TEMPLATE_FIELDS, type TemplateEngine, type TemplateValues } from '../../application/ports.ts';
import type { Message } from '../../domain/delivery.ts';
import { DISPATCH_LIMITS, type Template } from '../../domain/dispatch.ts';
import { MAX_RECIPIENT_NAME } from '../../domain/recipient.ts';
import { htmlMessage } from './html-message.ts';
import { FILTERS, parse, type Piece, render, TAGS, withoutMarks } from './limited-liquid.ts';

const FIELDS: readonly string[] = TEMPLATE_FIELDS;
const MAX_TEXT = { subject: DISPATCH_LIMITS.subject, body: DISPATCH_LIMITS.body };
const FIELD_LIST = FIELDS.join(', ');

/** The longest that values get: a template that is too large with these is refused when it is saved. */
const LONGEST: TemplateValues = {
  name: '🙂'.repeat(MAX_RECIPIENT_NAME),
  email: 'w'.repeat(254),
  phone: '+491234567890123',
  campaign: '🙂'.repeat(200),
  feedback_link: `https://example.com/feedback/${'w'.repeat(100)}`,
  unsubscribe_link: `https://example.com/unsubscribe/${'w'.repeat(100)}`,
};
const EMPTY: TemplateValues = { name: '', email: '', phone: '', campaign: '', feedback_link: '', unsubscribe_link: '' };

/** {@link TemplateEngine} with liquidjs. */
export class LiquidTemplateEngine implements TemplateEngine {
  check({ subject, body }: Template): { field: 'subject' | 'body'; message: string }[] {
    const problem = (field: 'subject' | 'body', text: string) => {
      const message = problemOf(text, MAX_TEXT[field]) ?? (field === 'subject' && /[\r\n\u2028\u2029]/.test(text) ? 'must be one line' : undefined);
      return message === undefined ? [] : [{ field, message }];
    };
    return [...problem('subject', subject), ...problem('body', body)];
  }

  compile(template: Template): (values: TemplateValues) => Pick<Message, 'subject' | 'text' | 'html'> {
    const [mistake] = this.check(template);
    if (mistake !== undefined) throw new Error(`${mistake.field}: ${mistake.message}`);
    const [subjectParsed, bodyParsed] = [parseText(template.subject, MAX_TEXT.subject), parseText(template.body, MAX_TEXT.body)];
    return (given) => {
      const values = Object.fromEntries(TEMPLATE_FIELDS.map((field) => [field, oneLine(given[field])])) as TemplateValues;
      // Nobody opens a message that is about nothing.
      const subject = shortened(oneLine(textOf(render(subjectParsed, values))), MAX_TEXT.subject) || values.campaign;
      const body = render(bodyParsed, values);
      const { feedback_link: feedbackLink, unsubscribe_link: unsubscribeLink } = values;
      // Whatever the author left out, or put behind a condition: everybody can answer, and everybody can leave.
      if (!textOf(body).includes(feedbackLink)) body.push({ isValue: false, text: '\n\n' }, { isValue: true, text: feedbackLink });
      const footer: Piece[] = textOf(body).includes(unsubscribeLink) ? [] : [{ isValue: false, text: 'No more messages like this: ' }, { isValue: true, text: unsubscribeLink }];
      return {
        subject,
        text: [body, footer].map((pieces) => textOf(pieces).trim()).filter((text) => text !== '').join('\n\n'),
        html: htmlMessage({ subject, body: body.map(tidied), footer, own: [feedbackLink, unsubscribeLink] }),
      };
    };
  }
}

/** Values have no lines to part, cannot turn the direction of what follows them, and are no marks. */
function oneLine(text: string): string {
  return withoutMarks(withoutControls(text)).replaceAll(/[\u202A-\u202E\u2066-\u2069]/g, '').replaceAll(/\s+/g, ' ').trim();
}

/** A filter may have cut a character in two. */
function tidied({ isValue, text }: Piece): Piece {
  return { isValue, text: withoutControls(text.replaceAll(/\r\n?/g, '\n')) };
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => tidied(piece).text).join('');
}

function parseText(text: string, maxCharacters: number): ReturnType<typeof parse> {
  return parse(text, maxCharacters * 2);
}

function problemOf(text: string, maxCharacters: number): string | undefined {
  if (text.trim() === '') return 'must not be empty';
  if (lengthOf(text) > maxCharacters) return `must have at most ${maxCharacters} characters`;
  if (hasControls(text)) return 'must not contain control characters';
  try {
    const parsed = parseText(text, maxCharacters);
    const unknown = unknownField(parsed);
    if (unknown !== undefined) return unknown;
    for (const values of [LONGEST, EMPTY]) render(parsed, values);
    return undefined;
  } catch (error) {
    return described(error as Error);
  }
}

/** The first field that is none, in the order of the text. */
function unknownField({ templates, liquid }: { templates: ParsedTemplate[]; liquid: ReturnType<typeof parse>['liquid'] }): string | undefined {
  const { globals, locals } = liquid.analyzeSync(templates);
  const unknown: Variable[] = [];
  for (const variable of Object.values(globals).flat()) {
    const [root, ...path] = variable.segments;
    const isField = FIELDS.includes(String(root));
    // What is made here may be read before it is made, in a branch, say; it is empty then.
    if (isField ? path.some((segment) => segment !== 'size') : !Object.hasOwn(locals, String(root))) unknown.push(variable);
  }
  const [first] = unknown.sort((a, b) => a.location.row - b.location.row || a.location.col - b.location.col);
  return first && `line ${first.location.row}: there is no field "${shortened(first.toString(), 60)}"; there are ${FIELD_LIST}`;
}

const TAG_LIST = TAGS.join(', ');
const FILTER_LIST = FILTERS.join(', ');

/** What the language says about a mistake, as an author understands it. */
function described(error: Error): string {
  const isOfLanguage = LiquidError.is(error);
  const place = isOfLanguage ? `line ${error.token.getPosition()[0]}: ` : '';
  const cause = isOfLanguage ? (error.originalError ?? error) : error;
  // Not said to an author: a filter was given what it does not expect.
  if (cause instanceof TypeError) return `${place}cannot be made into a text`;
  const message = cause.message.replace(/, line:\d+, col:\d+$/, '');
  if (error instanceof RangeError || /limit exceeded/.test(message)) return 'makes a text that is too large, or takes too long';
  if (/^tag ".*" not found$/.test(message)) return `${place}there is no ${shortened(message.slice(0, -' not found'.length), 60)} here; there are ${TAG_LIST}`;
  if (message.startsWith('undefined filter: ')) return `${place}there is no filter "${shortened(message.slice('undefined filter: '.length), 60)}" here; there are ${FILTER_LIST}`;
  return place + shortened(message.replaceAll(/\s+/g, ' '), 200);
}
