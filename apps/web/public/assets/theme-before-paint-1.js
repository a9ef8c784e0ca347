// Runs before the first paint, so that someone who chose dark never sees a white flash.
// A file of its own, because the content security policy allows no inline script. Files under /assets are kept by
// browsers for ever, and this one gets no hash: a change needs the next number in its name.
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
