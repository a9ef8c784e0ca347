import { createTheme } from '@mantine/core';

/** Colours live in tokens.css; here is only what Mantine's own parts need to fit in. */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontSizes: {
    xs: 'var(--fd-size-text)',
    sm: 'var(--fd-size-text)',
    md: 'var(--fd-size-text)',
    lg: 'var(--fd-size-large)',
    xl: 'var(--fd-size-large)',
  },
});
