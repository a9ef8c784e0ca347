import classes from './composer.module.css';
import type { Suggestions } from './use-suggestions.ts';

/** Stands above the field while a campaign is being named in it. */
export function CampaignSuggestions({ suggestions: { listId, found, chosen, choose } }: { suggestions: Suggestions }) {
  return (
    <>
      <p className="visually-hidden" aria-live="polite">
        {found.length > 0 && `${found.length === 1 ? '1 campaign is' : `${found.length} campaigns are`} offered: arrow keys choose, Enter takes one.`}
      </p>
      {found.length > 0 && (
        <div id={listId} className={classes.suggestions} role="listbox" aria-label="Campaigns">
          {found.map(({ id, name }, place) => (
            <div
              key={id}
              id={`${listId}-${place}`}
              role="option"
              tabIndex={-1}
              className={classes.suggestion}
              aria-selected={place === chosen}
              // Before the field loses the focus.
              onPointerDown={(event) => {
                event.preventDefault();
                choose(id);
              }}
            >
              <bdi>{name}</bdi>
              <span className={classes.id}>#{id}</span>
            </div>
          ))}
        </div>
      )}
    </>
  );
}
