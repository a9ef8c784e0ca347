import type { paths } from '../../api/schema.d.ts';

type Answer<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never;

export type Campaign = Answer<'/api/campaigns/{id}'>;
export type Outreach = Answer<'/api/campaigns/{id}/outreach'>;
export type OutreachRow = Answer<'/api/outreach'>['items'][number];
export type Dispatch = NonNullable<Outreach['dispatch']>;
export type Import = NonNullable<Outreach['import']>;
export type FailureGroup = Outreach['failures'][number];
export type Feedback = Outreach['feedback'];
export type RecipientPage = Answer<'/api/campaigns/{id}/recipients'>;
export type Recipient = RecipientPage['items'][number];
export type Attempt = Answer<'/api/recipients/{id}/attempts'>['items'][number];
export type Channel = Answer<'/api/outreach-channels'>['items'][number];
export type Template = Answer<'/api/campaigns/{id}/outreach-template'>;

/** The columns of a file, by their heads, that say who somebody is; null: none does. */
export type Mapping = Record<'name' | 'last_name' | 'email' | 'phone', string | null>;
