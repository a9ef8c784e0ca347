import { Button, SegmentedControl } from '@mantine/core';
import { Suspense, lazy, useState } from 'react';
import { useShortcuts } from '../../../shared/shortcuts/use-shortcuts.ts';
import { type DetailSearch, type Granularity, PRESETS, type Preset, granularitiesOf, limitsOf, parseDetailSearch, viewOf, withRange } from './detail-view.ts';
import classes from './range-bar.module.css';

// Few ask for it. Without it the page goes on, while the server is away.
const CustomRange = lazy(() => import('./custom-range.tsx').catch(() => ({ default: () => <></> })));

const PRESET_WORDS: Record<Preset, string> = { '15m': '15 min', '1h': '1 h', '6h': '6 h', '24h': '24 h', '7d': '7 d' };
const PRESET_NAMES: Record<Preset, string> = { '15m': '15 minutes', '1h': 'hour', '6h': '6 hours', '24h': '24 hours', '7d': '7 days' };
const CUSTOM = 'custom';

interface RangeBarProps {
  search: DetailSearch;
  onChange: (search: DetailSearch) => void;
  /** The server's time, in ms. */
  now: number;
}

export function RangeBar({ search, onChange, now }: RangeBarProps) {
  const view = viewOf(search);
  const [choosing, setChoosing] = useState(false);
  const isCustom = !('window' in view.range);
  const fitting = granularitiesOf(view.range);

  const choosePreset = (preset: Preset) => {
    setChoosing(false);
    onChange(withRange(search, { window: preset }));
  };
  const change = (changes: Record<string, unknown>) => onChange(parseDetailSearch({ ...search, ...changes }));
  const toggleCompare = () => change({ compare: !view.compare });
  useShortcuts([
    ...PRESETS.map((preset, place) => ({ keys: String(place + 1), does: `Show the last ${PRESET_NAMES[preset]}`, run: () => choosePreset(preset) })),
    { keys: 'x', does: 'Compare with the period before', run: toggleCompare },
  ]);

  return (
    <section className={classes.bar} aria-label="Range">
      <SegmentedControl
        aria-label="Range"
        transitionDuration={0}
        withItemsBorders={false}
        classNames={{ root: classes.group, label: classes.label, indicator: classes.indicator }}
        value={'window' in view.range && !choosing ? view.range.window : CUSTOM}
        onChange={(chosen) => (chosen === CUSTOM ? setChoosing(true) : choosePreset(chosen))}
        data={[...PRESETS.map((preset) => ({ value: preset, label: PRESET_WORDS[preset] })), { value: CUSTOM, label: 'Custom' }]}
      />
      <SegmentedControl
        aria-label="One bar for each"
        transitionDuration={0}
        withItemsBorders={false}
        classNames={{ root: classes.group, label: classes.label, indicator: classes.indicator }}
        value={view.granularity}
        onChange={(granularity) => change({ granularity })}
        data={GRANULARITY_WORDS.map(({ value, label }) => ({ value, label, disabled: !fitting.includes(value) }))}
      />
      <SegmentedControl
        aria-label="Drawn as"
        transitionDuration={0}
        withItemsBorders={false}
        classNames={{ root: classes.group, label: classes.label, indicator: classes.indicator }}
        value={view.style}
        onChange={(style) => change({ style })}
        data={[
          { value: 'bars', label: 'Bars' },
          { value: 'lines', label: 'Lines' },
        ]}
      />
      <Button className={classes.compare} size="compact-sm" variant={view.compare ? 'light' : 'default'} aria-pressed={view.compare} onClick={toggleCompare}>
        Compare with the period before
      </Button>
      <Suspense>
        {(isCustom || choosing) && (
          <CustomRange
            shown={isCustom ? `${search.from} ${search.to}` : 'none'}
            limits={limitsOf(view, now)}
            onChoose={(limits) => {
              setChoosing(false);
              onChange(withRange(search, limits));
            }}
          />
        )}
      </Suspense>
    </section>
  );
}

const GRANULARITY_WORDS: { value: Granularity; label: string }[] = [
  { value: 'minute', label: 'Minutes' },
  { value: 'hour', label: 'Hours' },
  { value: 'day', label: 'Days' },
];
