import classes from './icon-button.module.css';

const PATHS = {
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  resume: 'M5 3l7.5 5L5 13z',
  edit: 'M3 13l.7-3L11 2.7l2.3 2.3L6 12.3z',
  history: 'M8 2.5a5.5 5.5 0 1 1-5.2 3.7M2.5 2.5v3.8h3.8M8 5v3.2l2 1.6',
  delete: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9',
};

interface IconButtonProps {
  icon: keyof typeof PATHS;
  label: string;
  onClick: () => void;
}

/** A plain button: hundreds of them stand in a table. */
export function IconButton({ icon, label, onClick }: IconButtonProps) {
  return (
    <button type="button" className={classes.button} aria-label={label} title={label} onClick={onClick}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={PATHS[icon]} />
      </svg>
    </button>
  );
}
