// Runs before the first paint, so that someone who chose dark never sees a white flash.
// A file of its own and not an inline script: a strict content security policy can stay strict.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('flightdeck-theme');
  } catch {
    // Storage can be forbidden; then the system's preference decides.
  }
  if (chosen !== 'light' && chosen !== 'dark') {
    chosen = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', chosen);
})();
