import { type MantineColorsTuple, createTheme } from '@mantine/core';

/** Mantine's own dark parts (inputs, menus) in the greys of tokens.css: text at 0, lines at 4, surface at 6, page at 7. */
const DARK: MantineColorsTuple = [
  '#e4e8ec',
  '#c4ccd4',
  '#9aa5b1',
  '#7d8894',
  '#3d444c',
  '#2d3238',
  '#191c20',
  '#111316',
  '#0c0e10',
  '#08090a',
];

/** Colours live in tokens.css; here is only what Mantine's own parts need to fit in. */
export const theme = createTheme({
  primaryColor: 'blue',
  // White on any lighter shade is too faint to read.
  primaryShade: 8,
  defaultRadius: 'sm',
  colors: { dark: DARK },
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
