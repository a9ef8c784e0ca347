const REDRAW_MS = 200;
const LOG_LINE_MS = 3_000;

/** How things stand, on stderr: one line rewritten in place on a terminal, a line every few seconds in a log. */
export class LiveLine {
  private readonly render: () => string;
  private readonly stream = process.stderr;
  private readonly timer: NodeJS.Timeout;

  constructor(render: () => string) {
    this.render = render;
    this.timer = setInterval(() => this.show(), this.stream.isTTY ? REDRAW_MS : LOG_LINE_MS);
  }

  /** Something that should stay readable: a line of its own. */
  note(message: string): void {
    this.clear();
    this.stream.write(`${message}\n`);
  }

  /** Leaves the last state standing. */
  end(): void {
    clearInterval(this.timer);
    this.show();
    if (this.stream.isTTY) this.stream.write('\n');
  }

  private show(): void {
    this.clear();
    // A line longer than the terminal would wrap, and could not be rewritten.
    const line = this.render();
    this.stream.write(this.stream.isTTY ? line.slice(0, Math.max(20, this.stream.columns - 1)) : `${line}\n`);
  }

  private clear(): void {
    if (this.stream.isTTY) this.stream.write('\r\u001b[K');
  }
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
