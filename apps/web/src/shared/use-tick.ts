import { useEffect, useState } from 'react';

/** Renders again every `ms` milliseconds, for values that change with time alone. */
export function useTick(ms: number): void {
  const [, setCount] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setCount((count) => count + 1), ms);
    return () => clearInterval(timer);
  }, [ms]);
}
