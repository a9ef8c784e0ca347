import { readFileSync } from 'node:fs';

/**
 * Sums up what `.ci/run` has done, in one line. Each line of the file it is given is one step: exit code, the file with
 * jest's results or "-", name. A step without tests counts as one; so does a suite that failed without a failed test.
 */

/** @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, numRuntimeErrorTestSuites: number }} JestResult */

const [stepsFile = ''] = process.argv.slice(2);
const sum = { passed: 0, failed: 0, skipped: 0 };

for (const line of readFileSync(stepsFile, 'utf8').trim().split('\n')) {
  const [code, resultFile = '-', name] = line.split('\t');
  const counted = resultFile === '-' ? none() : countsOf(resultFile);
  if (code !== '0' && counted.failed === 0) counted.failed = 1;
  if (code === '0' && resultFile === '-') counted.passed = 1;
  // Tests that were not found have not passed.
  if (resultFile !== '-' && counted.passed + counted.failed === 0) counted.failed = 1;
  console.log(`${counted.failed > 0 ? 'FAILED' : '  ok  '}  ${name}: ${inWords(counted)}`);
  sum.passed += counted.passed;
  sum.failed += counted.failed;
  sum.skipped += counted.skipped;
}
console.log(inWords(sum));
process.exitCode = sum.failed > 0 ? 1 : 0;

function none() {
  return { passed: 0, failed: 0, skipped: 0 };
}

/** @param {string} file */
function countsOf(file) {
  /** @type {JestResult} */
  let result;
  try {
    result = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Ended before it could say anything.
    return none();
  }
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** @param {typeof sum} counts */
function inWords({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
