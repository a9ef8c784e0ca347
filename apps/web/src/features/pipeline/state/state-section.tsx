import { useQuery } from '@tanstack/react-query';
import { pipelineQuery } from '../api/get-pipeline.ts';
import { Part } from '../part.tsx';
import { DirectCard } from './direct-card.tsx';
import { StreamingCard } from './streaming-card.tsx';

/** How events are counted, and how that goes. `now` is the server's time, in ms. */
export function StateSection({ now }: { now: number }) {
  const query = useQuery(pipelineQuery);
  const { data, dataUpdatedAt } = query;
  if (data === undefined) {
    return (
      <Part title="How events are counted" explanation="Directly into PostgreSQL, or through Kafka and Flink" query={query} height={34} testId="state">
        {() => null}
      </Part>
    );
  }
  return data.streaming === null ? <DirectCard judgedUntil={data.judged_until} heardAt={dataUpdatedAt} now={now} /> : <StreamingCard streaming={data.streaming} heardAt={dataUpdatedAt} now={now} />;
}
