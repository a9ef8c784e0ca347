import type { LiveOverview } from '../../../../libs/events/application/live-overview.ts';
import type { LiveTopic, LiveView } from '../live/live-topic.ts';
import { toBody } from './overview.schema.ts';

/** `overview`: totals per campaign and the rates of the last minutes. */
export function overviewTopic(overview: LiveOverview): LiveTopic {
  const view: LiveView = {
    get version() {
      return overview.version;
    },
    // It keeps itself up to date.
    refresh: () => (overview.known ? Promise.resolve() : Promise.reject(new Error('the totals were not read yet'))),
    whole: () => toBody(overview.view()),
    since: (version) => {
      const changes = overview.changesSince(version);
      return changes && toBody(changes);
    },
    close: () => undefined,
  };
  return { name: 'overview', parse: () => ({ key: '', open: () => view }) };
}
