import { QueryClient } from '@tanstack/react-query';

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Live messages keep the data fresh; fetching again on every focus would only add load.
        staleTime: Infinity,
        retry: 1,
        retryDelay: 500,
        // The server often runs on this very machine, where the browser's idea of being offline means nothing.
        networkMode: 'always',
      },
    },
  });
}
