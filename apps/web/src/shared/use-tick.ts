import { useEffect, useState } from 'react';

/** Renders again every `ms` milliseconds, for values that change with time alone, and says what time it was then. */
export function useTick(ms: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), ms);
    return () => clearInterval(timer);
  }, [ms]);
  return now;
}
