/** Something the person at the keyboard can put right. Shown as its message alone: a stack would only bury it. */
export class Refusal extends Error {
  /** @override */
  name = 'Refusal';
}

/** Thrown through a command that was asked to stop before it was through. */
export class Stopped extends Error {
  /** @override */
  name = 'Stopped';
}

/** @type {Record<string, string>} */
const refusedByTheSystem = {
  EACCES: 'belongs to another user or is read-only. Start as the user who owns it, or give it to yours.',
  EPERM: 'belongs to another user. Start as the user who owns it, or give it to yours.',
  EROFS: 'is on a read-only file system.',
  ENOSPC: 'cannot be written: the disk is full.',
};

/**
 * Runs a command's main function; its result is the exit code.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  // A closed terminal or `| head` must not take the command down before it has put its things away.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = error instanceof Stopped ? 130 : 1;
    if (!(error instanceof Stopped)) console.error(explain(error));
  }
}

/** @param {unknown} error */
function explain(error) {
  if (error instanceof Refusal) return error.message;
  const { code, path, stack } = /** @type {NodeJS.ErrnoException} */ (error);
  const reason = code ? refusedByTheSystem[code] : undefined;
  return reason && path ? `${path} ${reason}` : (stack ?? String(error));
}
