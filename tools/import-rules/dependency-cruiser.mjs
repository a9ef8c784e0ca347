/**
 * The walls of the house: who may import whom. Each rule says what it keeps apart, and why; `probes.mjs` proves each by
 * an import that must be reported. Type-only imports count: a type ties two parts together as a call does.
 */

const tests = String.raw`\.(spec|e2e-spec|services-spec|pipeline-spec|browser-spec|contract)\.tsx?$|(^|/)test/`;
const module = String.raw`^libs/[^/]+/[^/]+\.module\.ts$`;
const domainEvents = String.raw`^libs/[^/]+/domain/domain-events\.ts$`;
const contexts = '^libs/(?!kernel/|platform/)[^/]+/';
const aContext = '^libs/(?!kernel/|platform/)([^/]+)/';

/** @type {(import('dependency-cruiser').IForbiddenRuleType & { name: string })[]} */
const walls = [
  {
    name: 'domain-imports-domain-and-kernel',
    comment: 'The rules of the business stand without a framework, a package or I/O: they are read, tested and trusted alone.',
    from: { path: `${aContext}domain/`, pathNot: tests },
    to: { pathNot: ['^libs/$1/(domain|adapters)/', '^libs/kernel/'], couldNotResolve: false },
  },
  {
    name: 'application-imports-its-rings-and-cqrs',
    comment: 'A use case says what happens; how it is stored, sent or served is behind a port.',
    from: { path: `${aContext}application/`, pathNot: tests },
    to: {
      pathNot: ['^libs/$1/(application|domain|adapters)/', `^libs/(?!$1/|kernel/|platform/)[^/]+/`, '^libs/kernel/', '^node_modules/@nestjs/(cqrs|common)/'],
      couldNotResolve: false,
    },
  },
  {
    name: 'kernel-imports-kernel',
    comment: 'Everything rests on the kernel, so it rests on nothing.',
    from: { path: '^libs/kernel/', pathNot: tests },
    to: { pathNot: '^libs/kernel/', couldNotResolve: false },
  },
  {
    name: 'platform-knows-no-context',
    comment: 'Clients that adapters share: what one context means by its data is not their business.',
    from: { path: '^libs/platform/' },
    to: { path: contexts },
  },
  {
    name: 'libs-import-no-app',
    comment: 'The contexts do not know who serves them.',
    from: { path: '^libs/(platform/|[^/]+/adapters/|[^/]+/[^/]+\\.module\\.ts$)', pathNot: tests },
    to: { path: '^(apps|tools|prisma)/' },
  },
  {
    name: 'adapters-import-their-own-rings',
    comment: 'An adapter fits one technology to the ports of its context: it can be replaced or removed alone.',
    from: { path: `${aContext}adapters/([^/]+)/`, pathNot: tests },
    to: { path: '^libs/', pathNot: ['^libs/$1/(application|domain)/', '^libs/$1/adapters/$2/', '^libs/(kernel|platform)/'] },
  },
  {
    name: 'only-modules-import-adapters',
    comment: 'Which technology stands behind a port is decided in one place per context.',
    from: { path: '^(libs|tools)/', pathNot: [tests, module, '^libs/[^/]+/adapters/', '^tools/bench/'] },
    to: { path: '^libs/[^/]+/adapters/' },
  },
  {
    name: 'apps-import-no-adapters',
    comment: 'The edge turns requests into commands and queries and decides nothing, least of all where data lives.',
    from: { path: '^apps/', pathNot: tests },
    to: { path: '^libs/[^/]+/adapters/' },
  },
  {
    name: 'contexts-meet-at-ports-commands-and-events',
    comment: 'A context reaches another as a client would: by its ports and commands, or by hearing its domain events.',
    from: { path: `${aContext}application/`, pathNot: tests },
    to: { path: contexts, pathNot: ['^libs/$1/', '^libs/[^/]+/application/', domainEvents, '^libs/[^/]+/adapters/'] },
  },
  {
    name: 'modules-meet-at-modules',
    comment: 'A module may build on another, and on what any context may use of that other; never on its inside.',
    from: { path: `${aContext}[^/]+\\.module\\.ts$` },
    to: { path: contexts, pathNot: ['^libs/$1/', '^libs/[^/]+/application/', domainEvents, module] },
  },
  {
    name: 'contexts-consist-of-rings',
    comment: 'Whatever lies in no ring is held by no wall.',
    from: {},
    to: { path: '^libs/(?!kernel/|platform/)[^/]+/(?!(domain|application|adapters/[^/]+)/|[^/]+\\.module\\.ts$)' },
  },
  {
    name: 'page-imports-no-server',
    comment: 'The page knows the API by its generated types alone, as any other client would.',
    from: { path: '^apps/web/(?!test/)' },
    to: { path: '^(libs|prisma|tools|apps/(?!web/))' },
  },
  {
    name: 'only-the-page-imports-the-page',
    comment: 'What runs in browsers is built for browsers.',
    from: { path: '^(libs|tools|apps/(?!web/))' },
    to: { path: '^apps/web/' },
  },
  {
    name: 'features-import-no-feature',
    comment: 'app → features → shared: a feature can be changed without reading another.',
    from: { path: '^apps/web/src/features/([^/]+)/' },
    to: { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/$1/' },
  },
  {
    name: 'features-import-no-app',
    comment: 'app → features → shared: the shell knows the features, not the other way round.',
    from: { path: '^apps/web/src/features/' },
    to: { path: '^apps/web/src/app/' },
  },
  {
    name: 'shared-imports-no-feature',
    comment: 'app → features → shared: what all features use belongs to none.',
    from: { path: '^apps/web/src/(shared|api)/' },
    to: { path: '^apps/web/src/(features|app)/' },
  },
  {
    name: 'no-cycles',
    comment: 'Parts that import each other are one part, and can neither be read nor loaded in order.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-unresolvable',
    comment: 'What cannot be found cannot be run.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'production-imports-no-tests',
    comment: 'Tests, their contracts and their helpers are not shipped.',
    from: { path: '^(apps/[^/]+/src|libs|tools)/', pathNot: [tests, '^tools/bench/'] },
    to: { path: tests, pathNot: 'node_modules' },
  },
  {
    name: 'production-needs-no-dev-dependencies',
    comment: 'The image installs without them. (The page is built before, so its packages are development dependencies.)',
    from: { path: '^(apps/(?!web/)[^/]+/src|libs)/', pathNot: tests },
    to: { dependencyTypes: ['npm-dev'] },
  },
];

export const names = walls.map(({ name }) => name);

export default {
  forbidden: walls.map((wall) => ({ severity: /** @type {const} */ ('error'), ...wall })),
  options: {
    doNotFollow: { path: ['node_modules', '^libs/platform/prisma/client/'] },
    exclude: { path: '^(dist|\\.build|\\.data)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts'] },
  },
};
