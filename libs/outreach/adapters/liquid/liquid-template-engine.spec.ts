import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TemplateValues } from '../../application/ports.ts';
import { DEFAULT_TEMPLATE } from '../../domain/default-template.ts';
import { LiquidTemplateEngine } from './liquid-template-engine.ts';

const engine = new LiquidTemplateEngine();
const FEEDBACK = 'https://flightdeck.example.com/feedback/t0ken';
const UNSUBSCRIBE = 'https://flightdeck.example.com/unsubscribe/t0ken';
const VALUES: TemplateValues = { name: 'Ann Lee', email: 'ann@example.com', phone: '', campaign: 'Spring', feedback_link: FEEDBACK, unsubscribe_link: UNSUBSCRIBE };

const rendered = (body: string, values: Partial<TemplateValues> = {}, subject = 'Hello') => engine.compile({ subject, body })({ ...VALUES, ...values });
const subjectOf = (subject: string, values: Partial<TemplateValues> = {}) => rendered('Hi', values, subject).subject;
const firstLine = (body: string, values: Partial<TemplateValues> = {}) => rendered(body, values).text.split('\n')[0]!;
const mistakes = (body: string, subject = 'Hello') => engine.check({ subject, body });
const mistake = (body: string) => mistakes(body)[0]?.message;
/** What a browser would take for markup. */
const tags = (html: string) => [...html.matchAll(/<[^>]*>?/g)].map(([tag]) => tag);

describe('LiquidTemplateEngine', () => {
  test('the text that campaigns begin with is right, and says what it is to say', () => {
    expect(engine.check(DEFAULT_TEMPLATE)).toEqual([]);
    const { subject, text, html } = engine.compile(DEFAULT_TEMPLATE)(VALUES);
    expect(subject).toBe('How did you like it, Ann Lee?');
    expect(text).toContain(`thank you for your interest in Spring.`);
    expect(text.split(FEEDBACK)).toHaveLength(2);
    expect(text.endsWith(`No more messages like this: ${UNSUBSCRIBE}`)).toBe(true);
    expect(html).toContain(`<a href="${FEEDBACK}"`);
    expect(html).toContain(`<a href="${UNSUBSCRIBE}"`);
  });

  test.each([
    ['fields', 'Dear {{ name }} of {{campaign}}', 'Dear Ann Lee of Spring'],
    ['a first name', '{{ name | split: " " | first }}', 'Ann'],
    ['filters in a row', '{{ name | upcase | replace: "LEE", "Smith" }}', 'ANN Smith'],
    ['what is said when a field is empty', 'Call {{ phone | default: "us" }}', 'Call us'],
    ['conditions', '{% if phone != "" %}phone{% elsif name contains "Ann" %}Ann{% else %}nobody{% endif %}', 'Ann'],
    ['unless', '{% unless phone == "" %}phone{% else %}none{% endunless %}', 'none'],
    ['cases', '{% case campaign %}{% when "Summer", "Spring" %}sunny{% else %}dark{% endcase %}', 'sunny'],
    ['variables', '{% assign first = name | split: " " | first %}{{ first }} has {{ first.size }}', 'Ann has 3'],
    ['captures, which compare like any text', '{% capture who %}{{ name }}{% endcapture %}{% if who == "Ann Lee" %}{{ who | size }}{% endif %}', '7'],
    ['comments', 'a{% comment %} {{ nothing }} {% endcomment %}b', 'ab'],
    ['what is not to be read as a field', '{% raw %}{{ name }}{% endraw %}', '{{ name }}'],
    ['values in an address', 'https://shop.example/?n={{ name | url_encode }}', 'https://shop.example/?n=Ann+Lee'],
  ])('knows %s', (_, body, expected) => {
    expect(mistakes(body)).toEqual([]);
    expect(firstLine(body)).toBe(expected);
  });

  test.each([
    ['an unknown field, with its line', 'Hi\n{{ name }},\n{{ nmae }}', 'line 3: there is no field "nmae"; there are name, email, phone, campaign, feedback_link, unsubscribe_link'],
    ['the first of several', '{{ b }}{{ a }}', /^line 1: there is no field "b"/],
    ['one in a condition that is not met', '{% if name == "" %}{{ secret }}{% endif %}', /no field "secret"/],
    ['one in a condition', '{% if secret %}x{% endif %}', /no field "secret"/],
    ['one in a case', '{% case secret %}{% when "a" %}x{% endcase %}', /no field "secret"/],
    ['one in a filter', '{{ name | default: secret }}', /no field "secret"/],
    ['one in an assignment', '{% assign a = secret %}', /no field "secret"/],
    ['a part of a field', '{{ name.first }}', /no field "name.first"/],
    ['what every object has', '{{ constructor }}', /no field "constructor"/],
    ['the same by its other name', '{{ __proto__ }}', /no field "__proto__"/],
    ['what every object has, of a field', '{{ name.constructor }}', /no field "name.constructor"/],
    ['an unknown filter', '\n{{ name | shout }}', /^line 2: there is no filter "shout" here; there are append, /],
    ['switching off the escaping', '{{ name | raw }}', /no filter "raw"/],
    ['loops', '{% for i in (1..10) %}x{% endfor %}', /^line 1: there is no tag "for" here; there are if, unless, /],
    ['other files', '{% include "/etc/passwd" %}', /no tag "include"/],
    ['rendering others', '{% render "x" %}', /no tag "render"/],
    ['layouts', '{% layout "x" %}', /no tag "layout"/],
    ['tables', '{% tablerow i in (1..10) %}x{% endtablerow %}', /no tag "tablerow"/],
    ['cycles', '{% cycle "a", "b" %}', /no tag "cycle"/],
    ['counters', '{% increment name %}', /no tag "increment"/],
    ['lists of tags', '{% liquid\n for i in (1..9)\n endfor %}', /no tag "liquid"/],
    ['a block that is not closed', 'Hi\n{% if name %}x', /^line 2: tag {% if name %} not closed/],
    ['a field that is not closed', 'Hi {{ name', /^line 1: output "{{ name" not closed/],
    ['nothing', ' \n ', 'must not be empty'],
    ['control characters', 'a\0b', 'must not contain control characters'],
    ['halves of characters', 'a\uD800b', 'must not contain control characters'],
    ['too much', 'x'.repeat(20_001), 'must have at most 20000 characters'],
  ])('refuses %s', (_, body, expected) => {
    expect(mistake(body)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
    expect(() => engine.compile({ subject: 'Hello', body })).toThrow(/^body: /);
  });

  test('takes as many characters as it says, of any kind', () => {
    expect(mistakes('😀'.repeat(20_000), 'é'.repeat(200))).toEqual([]);
    expect(mistakes('x', 'x'.repeat(201))).toEqual([{ field: 'subject', message: 'must have at most 200 characters' }]);
    expect(mistakes('x', 'a\nb')).toEqual([{ field: 'subject', message: 'must be one line' }]);
    expect(mistakes('{{ x }}', '{{ y }}').map(({ field }) => field)).toEqual(['subject', 'body']);
  });

  test.each([
    ['text that doubles', `{% assign a = "${'x'.repeat(100)}" %}${'{% assign a = a | append: a %}'.repeat(300)}`],
    ['replacing that multiplies', `{% assign a = "${'x'.repeat(2_000)}" %}{% assign a = a | replace: "x", a %}{% assign a = a | replace: "x", a %}`],
    ['a long text again and again', `{% assign a = "${'x'.repeat(1_000)}" %}{% assign a = a | append: a | append: a %}${'{{ a }}'.repeat(2_000)}`],
    ['the same inside a capture', `{% assign a = "${'x'.repeat(5_000)}" %}{% capture b %}${'{{ a }}'.repeat(1_000)}{% endcapture %}{{ b }}`],
    ['ranges', '{{ (1..100000000) | first }}'],
    ['names of the greatest length again and again', '{{ name }}'.repeat(1_900)],
  ])('a text that becomes too large is refused: %s', (_, body) => {
    expect(mistake(body)).toMatch(/too large/);
  });

  test('blocks in blocks are taken up to a depth, and end no process beyond it', () => {
    const nested = (depth: number) => '{% if name %}'.repeat(depth) + 'x' + '{% endif %}'.repeat(depth);
    expect(mistake(nested(19))).toBeUndefined();
    for (const depth of [21, 800]) expect(mistake(nested(depth))).toMatch(/nested deeper than 20/);
  });

  test('no text at all makes it throw, or hang', () => {
    const parts = fc.constantFrom('{{', '}}', '{%', '%}', '{{ name }}', ' if ', ' else ', ' endif ', ' raw ', ' endraw ', ' case ', ' when ', ' capture x ', ' endcapture ', ' assign x = ', ' | ', 'append: ', '"', "'", '(1..9)', '[0]', '.', ',', ' comment ', ' endcomment ', '-', '\n', 'name', ' == ', ' contains ', ' or ', '#', '<', '\uFDD0', '\uFDD1', '\0', '\uD800');
    const texts = fc.array(fc.oneof({ weight: 4, arbitrary: parts }, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 30 }).map((all) => all.join(''));
    fc.assert(
      fc.property(texts, texts, (subject, body) => {
        const found = engine.check({ subject, body });
        if (found.length > 0) expect(found.every(({ message }) => message.length > 0 && message.isWellFormed())).toBe(true);
        else expect(engine.compile({ subject, body })(VALUES).text).toContain(FEEDBACK);
      }),
      { numRuns: 1_000 },
    );
  });

  test('whatever values are, they are no markup, no lines and no other addressee of the subject', () => {
    const nasty = fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '\r\nBcc: all@example.com', '\n\n', '&lt;b&gt;', 'https://evil.example/x', '{{ email }}', '{% raw %}', '\uFDD0', '\uFDD1<b>', '\u2028', '\u202E', '<!--', "' onclick='", '\0', '\uD800');
    const value = fc.array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 6 }).map((all) => all.join(''));
    const template = { subject: 'Dear {{ name }}', body: 'Dear {{ name }},\n\n{{ campaign }} | {{ name | upcase }} | {{ email | truncate: 4 }} https://shop.example/?p={{ phone }}\n\n{{ feedback_link }}' };
    const render = engine.compile(template);
    const expected = tags(render({ ...VALUES, name: 'n', campaign: 'c', email: 'e', phone: 'p' }).html).map((tag) => tag.replace(/href="[^"]*"/, ''));
    fc.assert(
      fc.property(value, value, value, value, (name, campaign, email, phone) => {
        const { subject, text, html } = render({ ...VALUES, name, campaign, email, phone });
        expect(subject).not.toMatch(/[\r\n\u2028\u2029\p{Cc}]/u);
        expect(Array.from(subject).length).toBeLessThanOrEqual(200);
        expect([subject, text, html].every((each) => each.isWellFormed() && !/[\0\uFDD0\uFDD1\u202E]/.test(each))).toBe(true);
        expect(tags(html).map((tag) => tag.replace(/href="[^"]*"/, ''))).toEqual(expected);
        // An ampersand begins an entity of ours, or there is none.
        expect(html.replaceAll(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
        // Paragraphs are the author's.
        expect(text.split('\n\n').length).toBe(4);
      }),
      { numRuns: 500 },
    );
  });

  test('what the author has written is text as well, not markup', () => {
    const { html, text } = rendered('<b>Hi</b> & "{{ name }}" {{ "<i>" }} {% assign x = "<u>" %}{{ x }}', { name: '<script>' });
    expect(text).toContain('<b>Hi</b> & "<script>" <i> <u>');
    expect(html).toContain('&lt;b&gt;Hi&lt;/b&gt; &amp; &quot;&lt;script&gt;&quot; &lt;i&gt; &lt;u&gt;');
    expect(html).not.toMatch(/<(b|i|u|script)>/);
  });

  test('blank lines part paragraphs, line breaks stay, whichever system they come from', () => {
    const { html, text } = rendered('one\r\ntwo\r\n \r\n\r\nthree');
    expect(html).toMatch(/<p [^>]*>one<br>\ntwo<\/p>\n<p [^>]*>three<\/p>/);
    expect(text).toContain('one\ntwo\n \n\nthree');
  });

  test('addresses that the author has written are links, without what ends the sentence; those of values are not', () => {
    const { html } = rendered('See https://shop.example/?a=1&b=2. Or (http://other.example/x)! {{ name }} {{ "https://evil.example/2" }}', { name: 'https://evil.example/1' });
    expect([...html.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href)).toEqual(['https://shop.example/?a=1&amp;b=2', 'http://other.example/x', FEEDBACK, UNSUBSCRIBE]);
    expect(html).toContain('https://evil.example/1 https://evil.example/2');
  });

  test('the personal links are there once, wherever the author has put them, and even when the author has not', () => {
    const links = (body: string) => {
      const { text, html } = rendered(body);
      return [FEEDBACK, UNSUBSCRIBE].map((link) => [text.split(link).length - 1, html.split(`<a href="${link}"`).length - 1]);
    };
    const once = [[1, 1], [1, 1]];
    expect(links('Hi')).toEqual(once);
    expect(links('{{ feedback_link }}')).toEqual(once);
    expect(links('Please: {{ feedback_link }}. Or stop: {{ unsubscribe_link }}!')).toEqual(once);
    expect(links('{% if phone != "" %}{{ feedback_link }}{{ unsubscribe_link }}{% endif %}')).toEqual(once);
    expect(links('{% assign feedback_link = "elsewhere" %}{{ feedback_link }}')).toEqual(once);
    expect(rendered('Hi').text).toBe(`Hi\n\n${FEEDBACK}\n\nNo more messages like this: ${UNSUBSCRIBE}`);
  });

  test('a subject is one line of at most 200 characters, and never empty', () => {
    expect(subjectOf('Dear\u00A0 {{ name }}', { name: 'Ann\r\nBcc: x@example.com\tLee' })).toBe('Dear Ann Bcc: x@example.com Lee');
    expect(Array.from(subjectOf('{{ name }}{{ name }}', { name: '😀'.repeat(150) }))).toHaveLength(200);
    expect(subjectOf('{{ phone }}')).toBe('Spring');
  });
});
