import { describe, expect, it } from '@jest/globals';
import { ReportClock } from './report-clock.ts';

describe('until when a report is known', () => {
  it('is what it says of itself before the first live message, and the present after', () => {
    const clock = new ReportClock();
    expect(clock.now(100, 500)).toBe(100);
    clock.heard();
    expect(clock.now(100, 500)).toBe(500);
    expect(clock.now(100, null)).toBe(100);
  });

  it('stands still from the loss of the line to the report’s next message, whatever else arrives earlier', () => {
    const clock = new ReportClock();
    clock.heard();
    clock.lost(500);
    clock.lost(700);
    expect(clock.now(100, 900)).toBe(500);
    clock.heard();
    expect(clock.now(100, 900)).toBe(900);
  });

  it('begins anew with another report', () => {
    const clock = new ReportClock();
    clock.heard();
    clock.restart();
    expect(clock.now(100, 900)).toBe(100);
    clock.lost(500);
    expect(clock.now(100, 900)).toBe(100);
  });
});
