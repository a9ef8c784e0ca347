/** PostgreSQL's five-character code of an error (https://www.postgresql.org/docs/current/errcodes-appendix.html), or ''. */
export function sqlState(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
