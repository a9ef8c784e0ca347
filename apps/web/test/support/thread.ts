import type { Page, WebSocketRoute } from 'playwright-core';

/** The line of a page to its server, which a test can cut. */
export interface Thread {
  /** Breaks it, and each that is made. */
  cut(): void;
  /** The next one that is made lasts. */
  mend(): void;
}

/** To be called before the page is opened. */
export async function hangByThread(page: Page): Promise<Thread> {
  const lines = new Set<WebSocketRoute>();
  let isCut = false;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    if (isCut) return void socket.close();
    lines.add(socket);
    socket.connectToServer();
  });
  return {
    cut: () => {
      isCut = true;
      for (const line of lines) void line.close();
      lines.clear();
    },
    mend: () => {
      isCut = false;
    },
  };
}
