import { proveRules } from './probes.mjs';

const { problems, proven } = await proveRules();
for (const problem of problems) console.error(problem);
console.log(`${proven} rules report what they should; ${problems.length} problems.`);
process.exitCode = problems.length > 0 ? 1 : 0;
