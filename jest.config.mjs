/**
 * `default`: what needs npm packages alone. `services`: what needs programs of the system, such as Redis. `pipeline`: what needs Java, and runs a Kafka and a Flink.
 * Tests stand beside the code (*.spec.ts) or in an app's test folder (*.e2e-spec.ts, *.browser-spec.ts).
 */
const SUITES = {
  default: ['**/*.spec.ts', '**/*.e2e-spec.ts', '**/*.browser-spec.ts'],
  services: ['**/*.services-spec.ts'],
  pipeline: ['**/*.pipeline-spec.ts'],
};

const suite = process.env.TEST_SUITE || 'default';
const patterns = new Map(Object.entries(SUITES)).get(suite);
if (!patterns) throw new Error(`TEST_SUITE must be one of ${Object.keys(SUITES).join(', ')}; it is ${suite}.`);

export default {
  testMatch: patterns.map((pattern) => `<rootDir>/{apps,libs,tools}/${pattern}`),
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
  globalSetup: '<rootDir>/apps/api/test/support/prepare.ts',
  setupFiles: ['<rootDir>/apps/api/test/support/setup.ts'],
  testTimeout: 60_000,
  // A Kafka and a Flink take two processors and 1.5 GB by themselves.
  maxWorkers: suite === 'pipeline' ? 1 : 2,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
};
