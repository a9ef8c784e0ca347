import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import type { CommitWatcher } from './commit-log.ts';
import { type Latencies, summarise } from './latencies.ts';

/** Of all campaigns together. */
export const ALL = '*';
/** The one that is sent most. */
const BUSIEST = 'camp_0';

export interface PageReport {
  shown: Latencies;
  /** Blocks of the main thread of at least 50 ms, in milliseconds. */
  longTasks: number[];
  /** Share of one core that the main thread was busy with. */
  busy: number;
  /** JavaScript that the first view loaded, as it was transferred. */
  scriptBytes: number;
}

interface Seen {
  at: number;
  text: string;
}

/** Where the pages show impressions: in a tile, or in the row of the busiest campaign. */
const SHOWN = `[data-testid="tile-impressions"], tr[data-campaign-id="${BUSIEST}"] td:nth-of-type(2)`;

/** Opens a page in a real browser; between start and stop every change of the figure is noted, with the frame that shows it. */
export async function openWatchedPage(url: string): Promise<{ start(): Promise<void>; stop(watcher: CommitWatcher): Promise<PageReport> }> {
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  await page.goto(url);
  await page.locator(SHOWN).first().waitFor();
  await page.waitForLoadState('networkidle').catch(() => undefined);
  const scriptBytes = await page.evaluate<number>(
    `performance.getEntriesByType('resource').filter(({ name }) => new URL(name).pathname.endsWith('.js')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
  );
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const taskSeconds = async (): Promise<number> => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')!.value;
  let [begun, busyBefore] = [0, 0];
  return {
    start: async () => {
      await page.evaluate(`
        window.seen = []; window.longTasks = [];
        new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
        const look = () => {
          const text = document.querySelector(${JSON.stringify(SHOWN)})?.textContent ?? '';
          if (text !== seen.at(-1)?.text) seen.push({ at: Date.now(), text });
          requestAnimationFrame(look);
        };
        look();`);
      [begun, busyBefore] = [performance.now(), await taskSeconds()];
    },
    stop: async (watcher) => {
      const busy = ((await taskSeconds()) - busyBefore) / ((performance.now() - begun) / 1000);
      const { seen, longTasks } = await page.evaluate<{ seen: Seen[]; longTasks: number[] }>('({ seen, longTasks })');
      await browser.close();
      const name = new URL(url).pathname === '/' ? ALL : BUSIEST;
      for (const { at, text } of seen) watcher.shown(name, Number(text.replaceAll(/\D/g, '')), at);
      return { shown: summarise(watcher.latencies), longTasks, busy, scriptBytes };
    },
  };
}
