const TRY_AGAIN_MS = 5_000;

/** `refetchInterval` of what live messages keep up to date once it is there: nobody should have to sit there and press "Try again". */
export function untilThere({ state: { data, errorUpdateCount } }: { state: { data: unknown; errorUpdateCount: number } }): number | false {
  return data === undefined && errorUpdateCount > 0 ? TRY_AGAIN_MS : false;
}
