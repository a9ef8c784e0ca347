import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useRef, useState } from 'react';
import { formatClock, formatCount, formatShare } from '../../../shared/format.ts';
import { Tile } from '../../../shared/tile.tsx';
import { type FeedbackOverTime, feedbackQuery } from '../api/get-feedback.ts';
import card from '../card.module.css';
import { failureWords } from '../failure-words.ts';
import type { Feedback } from '../types.ts';
import { FeedbackLegend } from './feedback-legend.tsx';
import { DEFAULT_RANGE, type FeedbackRange } from './feedback-range.ts';
import classes from './feedback-section.module.css';
import { durationWords, ratingWords } from './feedback-words.ts';
import { loadFeedbackPlot } from './load-feedback-plot.ts';
import { RatingBars } from './rating-bars.tsx';
import { ResponseList } from './response-list.tsx';

// The drawing library need not hold up the numbers, nor take them down with it.
const FeedbackPlot = lazy(() => loadFeedbackPlot().catch(() => ({ default: PlotMissing })));

function PlotMissing() {
  return <p className={card.note}>The chart could not be loaded. Reload the page to try again.</p>;
}

interface FeedbackSectionProps {
  campaignId: string;
  feedback: Feedback;
  asOf: string;
  range: FeedbackRange | undefined;
  onRangeChange: (range: FeedbackRange | undefined) => void;
}

const RANGES: { value: FeedbackRange; label: string }[] = [
  { value: '24h', label: '24 hours' },
  { value: '7d', label: '7 days' },
  { value: '30d', label: '30 days' },
];

export function FeedbackSection({ campaignId, feedback, asOf, range = DEFAULT_RANGE, onRangeChange }: FeedbackSectionProps) {
  const { sent, failed, responses, delivery_rate, response_rate, average_rating, median_response_seconds, average_response_seconds } = feedback;
  const when = `As of ${formatClock(asOf)}.`;
  return (
    <section className={classes.section} aria-label="Feedback">
      <div className={classes.tiles}>
        <Tile
          color="var(--fd-good)"
          label="Delivery rate"
          value={formatShare(delivery_rate)}
          note={`${formatCount(sent)} of ${formatCount(sent + failed)}`}
          explanation={`Of those who were tried, so many were reached: ${formatCount(sent)} sent, ${formatCount(failed)} failed. ${when}`}
        />
        <Tile
          color="var(--fd-impressions)"
          label="Response rate"
          value={formatShare(response_rate)}
          note={`${formatCount(responses)} answered`}
          explanation={`Of the ${formatCount(sent)} who were reached, ${formatCount(responses)} have answered. ${when}`}
        />
        <Tile color="var(--fd-duplicates)" label="Average rating" value={ratingWords(average_rating)} note="of 5" explanation={`Average of ${formatCount(responses)} answers of one to five stars. ${when}`} />
        <Tile
          color="var(--fd-ctr)"
          label="Median response time"
          value={durationWords(median_response_seconds)}
          note={`on average ${durationWords(average_response_seconds)}`}
          explanation={`Half of those who have answered did so within this time after the request was sent. ${when}`}
        />
      </div>
      <div className={classes.columns}>
        <OverTime campaignId={campaignId} responses={responses} sent={sent} range={range} onRangeChange={onRangeChange} />
        <RatingBars ratings={feedback.ratings} />
      </div>
      {responses > 0 && <ResponseList campaignId={campaignId} responses={responses} />}
    </section>
  );
}

/** While requests go out, answers and sums change four times a second; the chart need not. */
const READ_EVERY_MS = 3_000;
const NOTHING_YET: FeedbackOverTime = { points: [], step: 0, granularity: 'hour' };

function OverTime({ campaignId, responses, sent, range, onRangeChange }: { campaignId: string; responses: number; sent: number; range: FeedbackRange; onRangeChange: (range: FeedbackRange | undefined) => void }) {
  const { data, dataUpdatedAt, error, refetch } = useQuery(feedbackQuery(campaignId, range));
  const [pointed, setPointed] = useState<number | null>(null);
  const told = useRef(`${responses} ${sent}`);
  const present = `${responses} ${sent}`;
  useEffect(() => {
    if (told.current === present) return;
    const timer = setTimeout(
      () => {
        told.current = present;
        void refetch();
      },
      Math.max(0, dataUpdatedAt + READ_EVERY_MS - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [present, dataUpdatedAt, refetch]);
  const { points, step, granularity } = data ?? NOTHING_YET;
  return (
    <div className={`${card.card} ${card.padded}`}>
      <div className={card.head}>
        <h2 className={card.title}>Answers over time</h2>
        <SegmentedControl
          aria-label="Range"
          transitionDuration={0}
          withItemsBorders={false}
          classNames={{ root: classes.range, label: classes.rangeLabel, indicator: classes.indicator }}
          value={range}
          onChange={(next) => onRangeChange(next === DEFAULT_RANGE ? undefined : next)}
          data={RANGES}
        />
      </div>
      <FeedbackLegend points={points} pointed={pointed} granularity={granularity} />
      <div className={classes.plot} aria-hidden="true">
        <Suspense fallback={null}>{points.length > 0 && <FeedbackPlot points={points} step={step} onPoint={setPointed} />}</Suspense>
      </div>
      {data === undefined && error !== null ? (
        <p className={card.failure} role="alert">
          The answers over time could not be read. {failureWords(error)} Trying again…
        </p>
      ) : (
        <p className={card.note}>{data === undefined ? '' : sumWords(points, granularity)}</p>
      )}
    </div>
  );
}

/** The chart in words: for screen readers, and for everyone who wants the sum of it. */
function sumWords(points: { sent: number; responses: number }[], granularity: 'hour' | 'day'): string {
  const [sent, responses] = [points.reduce((sum, point) => sum + point.sent, 0), points.reduce((sum, point) => sum + point.responses, 0)];
  if (sent + responses === 0) return 'Nothing was sent or answered in this range.';
  return `${formatCount(responses)} answer${responses === 1 ? '' : 's'} and ${formatCount(sent)} sent request${sent === 1 ? '' : 's'} in this range, by the ${granularity === 'day' ? 'day (UTC)' : 'hour'}.`;
}
