import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

/** Whether the pictures of the README are to be written, and not only tried: SCREENSHOTS=1. */
export const isAsked = process.env.SCREENSHOTS === '1';

const LARGEST_BYTES = 250 * 1024;

/** Takes a picture, which must not be too large for the repository. */
export async function expectPicture(of: Page | Locator, name: string): Promise<void> {
  const picture = await of.screenshot({ animations: 'disabled' });
  if (isAsked) await writeFile(join(process.cwd(), 'docs/screenshots', `${name}.png`), picture);
  expect(picture.length).toBeLessThan(LARGEST_BYTES);
}
