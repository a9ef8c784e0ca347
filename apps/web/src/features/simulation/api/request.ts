import { ApiError } from '../../../api/client.ts';

export async function request<Body>(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, { body, signal }: { body?: object; signal?: AbortSignal } = {}): Promise<Body> {
  const response = await fetch(path, {
    method,
    signal: signal ?? null,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(response, answer);
  return answer as Body;
}

export const simulationPath = (campaignId: string) => `/api/campaigns/${encodeURIComponent(campaignId)}/simulation`;
