import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Finding {
  id: string;
  impact: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** Half faded in, a text has not the contrast that it will have. */
const MOTION_ENDED = `Promise.allSettled(
  document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime !== Infinity).map((each) => each.finished))`;

/** What an automated check finds on the page as it stands that would keep somebody from using it. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(MOTION_ENDED);
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{ violations: Finding[] }>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}\n${failureSummary}`));
}
