const lookEveryMs = 500;

/**
 * Everything that asks this command to stop: Ctrl-C, a service manager, a closed terminal, the end of the npm that runs us.
 * @returns {AbortSignal} aborted by the first request; later ones are only answered
 */
export function stopRequests() {
  const controller = new AbortController();
  const stop = () => {
    console.log(controller.signal.aborted ? 'Still finishing…' : '\nStopping: finishing what was accepted…');
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, stop);
  if (process.env.npm_lifecycle_event) stopWithParent(stop);
  return controller.signal;
}

/**
 * `kill` of npm ends npm and the shell between it and us, but that shell passes nothing on: we would run on unseen.
 * @param {() => void} stop
 */
function stopWithParent(stop) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, lookEveryMs);
  timer.unref();
}
