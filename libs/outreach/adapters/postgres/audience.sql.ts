/** Nobody asks whose e-mail address or phone number is on that list. */
export const UNSUBSCRIBED = 'EXISTS (SELECT FROM unsubscribed_addresses u WHERE u.address = r.email OR u.address = r.phone)';

/** Recipients `r` of the campaign and audience of dispatch `d`, whether they have unsubscribed or not. */
export const IN_AUDIENCE = `r.campaign_id = d.campaign_id AND (
  (r.status = 'queued' AND r.dispatch_id IS NULL)
  OR (d.audience = 'unanswered' AND r.status = 'sent' AND NOT EXISTS (SELECT FROM responses a WHERE a.recipient_id = r.id)))`;

/** What it was before a dispatch took it up that lets it go again. */
export const AS_BEFORE = `CASE WHEN r.sent_at IS NULL THEN 'queued' ELSE 'sent' END::recipient_status`;
