/** What became of one delivered event. A repeated event_id is a success: the client may stop retrying. */
export type IngestOutcome = { status: 'accepted' } | { status: 'duplicate' } | { status: 'rejected'; reason: string };

export const ACCEPTED: IngestOutcome = { status: 'accepted' };
export const DUPLICATE: IngestOutcome = { status: 'duplicate' };
