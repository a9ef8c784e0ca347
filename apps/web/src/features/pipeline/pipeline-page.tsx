import { SegmentedControl } from '@mantine/core';
import { PageHeader } from '../../shared/page-header.tsx';
import { useServerNow } from '../../shared/live/use-server-now.ts';
import { useLivePipeline } from './api/watch-pipeline.ts';
import { AnomaliesCard } from './anomalies/anomalies-card.tsx';
import { DevicesCard } from './devices/devices-card.tsx';
import { MinutesCard } from './minutes/minutes-card.tsx';
import classes from './pipeline-page.module.css';
import { type PipelineSearch, WINDOWS, parsePipelineSearch, shownOf } from './pipeline-search.ts';
import { StateSection } from './state/state-section.tsx';

interface PipelinePageProps {
  search: PipelineSearch;
  onSearchChange: (search: PipelineSearch) => void;
}

export function PipelinePage({ search, onSearchChange }: PipelinePageProps) {
  useLivePipeline();
  const now = useServerNow();
  const { minutes, campaigns } = shownOf(search);
  const change = (changes: Record<string, unknown>) => onSearchChange(parsePipelineSearch({ ...search, ...changes }));
  return (
    <>
      <PageHeader
        title="Pipeline"
        action={
          <SegmentedControl
            aria-label="Minutes shown"
            transitionDuration={0}
            withItemsBorders={false}
            classNames={{ root: classes.window, label: classes.label, indicator: classes.indicator }}
            value={String(minutes)}
            onChange={(chosen) => change({ minutes: chosen })}
            data={WINDOWS.map((window) => ({ value: String(window), label: `Last ${window} min` }))}
          />
        }
      />
      <div className={classes.stack}>
        <StateSection now={now} />
        <div className={classes.columns}>
          <AnomaliesCard now={now} />
          <MinutesCard minutes={minutes} campaigns={campaigns} onCampaignsChange={(next) => change({ campaigns: next })} />
        </div>
        <DevicesCard minutes={minutes} />
      </div>
    </>
  );
}
