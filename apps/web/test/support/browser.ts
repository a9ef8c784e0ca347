import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** A real headless Chromium, unpacked from an npm package: no system packages and no download at test time. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    headless: true,
    // Not the package's own arguments: they are made for a single page in a cloud function, put all pages into one
    // process (closing one window then ends them all), and switch off the web security that real users have.
    args: [
      // Chromium refuses to start as root with its sandbox on; the pages under test are our own.
      '--no-sandbox',
      // The tests must not depend on, or touch, anything but the product.
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-domain-reliability',
      '--disable-gpu',
      '--disable-sync',
      '--no-default-browser-check',
      '--no-first-run',
    ],
  });
}
