const oneDecimal = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** "4.3 ★"; a dash before there is any answer. */
export function ratingWords(average: number | null): string {
  return average === null ? '–' : `${oneDecimal.format(average)} ★`;
}

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** How long people take, as short as it can be said: "40 s", "12 min", "3.5 h", "2.1 days". */
export function durationWords(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 100) return `${Math.round(seconds)} s`;
  if (seconds < 100 * MINUTE_S) return `${Math.round(seconds / MINUTE_S)} min`;
  if (seconds < 48 * HOUR_S) return `${oneDecimal.format(seconds / HOUR_S)} h`;
  return `${oneDecimal.format(seconds / DAY_S)} days`;
}

/** "★★★☆☆", beside the number in words for those who hear it. */
export function stars(rating: number): string {
  return '★'.repeat(rating) + '☆'.repeat(Math.max(0, 5 - rating));
}
