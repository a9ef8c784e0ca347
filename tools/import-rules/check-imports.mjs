import { findViolations } from './import-rules.mjs';
import configuration from './dependency-cruiser.mjs';

const { violations, files } = await findViolations();
for (const { rule, from, to, path } of violations) {
  const comment = configuration.forbidden.find(({ name }) => name === rule)?.comment;
  console.error(`${from} → ${path.length > 0 ? path.join(' → ') : to}\n  ${rule}: ${comment}`);
}
console.log(`${violations.length} imports go through a wall; ${files} files were looked at.`);
// Looking at nothing finds nothing.
process.exitCode = violations.length > 0 || files < 50 ? 1 : 0;
