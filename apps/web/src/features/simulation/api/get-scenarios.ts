import { queryOptions } from '@tanstack/react-query';
import type { Scenario } from '../types.ts';
import { request } from './request.ts';

export const scenariosQuery = queryOptions({
  queryKey: ['simulation-scenarios'],
  queryFn: ({ signal }) => request<Scenario[]>('GET', '/api/simulation-scenarios', { signal }),
});
