import type { Stage } from '../types.ts';
import classes from './stage-definitions.module.css';
import { FIGURE_WORDS, STAGE_WORDS } from './stage-words.ts';

const FIGURES = { Reads: FIGURE_WORDS.reads, Waiting: FIGURE_WORDS.waiting, Checkpoint: FIGURE_WORDS.checkpoint, State: FIGURE_WORDS.state, 'Complete up to': FIGURE_WORDS.complete };

/** What a mouse that rests on the stages is told, for those who have none. */
export function StageDefinitions({ order }: { order: readonly Stage['name'][] }) {
  const stages = order.map((name) => [STAGE_WORDS[name].name, STAGE_WORDS[name].does] as const);
  return (
    <details className={classes.definitions}>
      <summary>What this means</summary>
      <dl>
        {[...stages, ...Object.entries(FIGURES)].map(([name, words]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words}.</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
