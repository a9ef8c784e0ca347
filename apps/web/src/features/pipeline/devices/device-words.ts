const oneDecimal = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });

/** How long people took from an impression to a click: "840 ms", "12.4 s", "3.2 min"; a dash when of no click it is known. */
export function timeToClickWords(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 1_000) return `${whole.format(ms)} ms`;
  if (ms < 100_000) return `${oneDecimal.format(ms / 1_000)} s`;
  return `${oneDecimal.format(ms / 60_000)} min`;
}
