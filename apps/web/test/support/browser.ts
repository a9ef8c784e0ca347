import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright, type LaunchOptions } from 'playwright-core';

/** A real headless Chromium, unpacked from an npm package: no system packages and no download at test time. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch(await options());
}

/** One that can be ended as by a power cut: its pages say good-bye to nobody. */
export async function launchMortalBrowser(): Promise<{ browser: Browser; kill: () => void }> {
  const server = await playwright.launchServer(await options());
  return { browser: await playwright.connect(server.wsEndpoint()), kill: () => void server.process().kill('SIGKILL') };
}

async function options(): Promise<LaunchOptions> {
  return {
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
  };
}
