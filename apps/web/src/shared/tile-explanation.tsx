import { Tooltip } from '@mantine/core';
import type { RefObject } from 'react';

interface TileExplanationProps {
  /** What it explains, and stands beside. */
  target: RefObject<HTMLElement | null>;
  text: string;
  isShown: boolean;
}

/** In a file of its own, loaded when it is first asked for: what places it is a tenth of the first view's JavaScript. */
export default function TileExplanation({ target, text, isShown }: TileExplanationProps) {
  return <Tooltip target={target} opened={isShown} label={text} multiline w={260} />;
}
