import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';

/** A total as the overview showed it first, and the frame (ms since 1970) that did. */
export interface Shown {
  total: number;
  at: number;
}

/** Opens the overview in a real browser and notes every total of impressions that it shows. */
export async function watchShownTotal(url: string): Promise<{ shown(): Promise<Shown[]>; close(): Promise<void> }> {
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  await page.goto(url);
  const tile = '[data-testid="tile-impressions"]';
  await page.locator(tile).waitFor();
  await page.evaluate(`
    window.shown = [];
    const look = () => {
      const total = Number((document.querySelector('${tile}')?.textContent ?? '').replaceAll(/\\D/g, ''));
      if (total !== shown.at(-1)?.total) shown.push({ total, at: Date.now() });
      requestAnimationFrame(look);
    };
    look();`);
  return { shown: () => page.evaluate<Shown[]>('shown'), close: () => browser.close() };
}
