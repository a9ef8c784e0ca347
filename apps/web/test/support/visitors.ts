import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type EventBody, eventBody } from '../../../api/test/support/events.ts';
import { type Product, startProduct } from '../../../api/test/support/product.ts';
import { type TestDatabase, createTestDatabase } from '../../../api/test/support/test-database.ts';
import { launchBrowser } from './browser.ts';

interface Visitors {
  /** The product of the present `describe`, see {@link Visitors.productOfItsOwn}. */
  readonly product: Product;
  /** Errors that the test's pages have written to their consoles, or thrown. */
  readonly complaints: string[];
  /** Gives the `describe` it is called in a product with an empty database, or one that is prepared before the product starts. */
  readonly productOfItsOwn: (prepare?: (databaseUrl: string) => Promise<void>) => void;
  /** An empty page in the browser of somebody who was never here before. */
  readonly arrive: (options?: BrowserContextOptions) => Promise<Page>;
  /** The same, with an address of the product opened. */
  readonly open: (path?: string, options?: BrowserContextOptions) => Promise<Page>;
  /** Reports events to the product, one after the other. */
  readonly send: (...events: Partial<EventBody>[]) => Promise<void>;
}

/** One browser for a test file; windows are closed after each test. */
export function prepareVisitors(): Visitors {
  let browser: Browser;
  let product: Product;
  let contexts: BrowserContext[] = [];
  let complaints: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(() => {
    complaints = [];
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
  });

  async function arrive(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    contexts.push(context);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    return page;
  }

  return {
    get product() {
      return product;
    },
    get complaints() {
      return complaints;
    },
    productOfItsOwn: (prepare) => {
      let database: TestDatabase | undefined;
      beforeAll(async () => {
        database = await createTestDatabase();
        await prepare?.(database.url);
        product = await startProduct({ database });
      });
      afterAll(async () => {
        await product?.stop();
        await database?.drop();
      });
    },
    arrive,
    open: async (path = '/', options = {}) => {
      const page = await arrive(options);
      await page.goto(product.url + path);
      return page;
    },
    send: async (...events) => {
      for (const event of events) {
        const response = await fetch(`${product.url}/events`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(eventBody(event)),
        });
        if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
      }
    },
  };
}
