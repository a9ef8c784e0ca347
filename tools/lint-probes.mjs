import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inCheckout } from './checkout.mjs';
import { runProgram } from './run-program.mjs';

/**
 * Code that the linter must report, by rule. The rules that look at types fall silent without a sound when the linter
 * finds no types to look at, and so does an override whose pattern fits nothing.
 * @type {{ file: string, code: string, rule: string }[]}
 */
const mustReport = [
  { rule: 'typescript(no-floating-promises)', file: 'libs/platform/floating.ts', code: 'const save = async () => {};\nexport const go = () => {\n  save();\n};\n' },
  { rule: 'typescript(no-misused-promises)', file: 'libs/platform/misused.ts', code: 'const ready = async () => true;\nexport const go = () => {\n  if (ready()) return 1;\n  return 2;\n};\n' },
  { rule: 'typescript(await-thenable)', file: 'libs/platform/thenable.ts', code: 'export const go = async () => {\n  await 5;\n};\n' },
  { rule: 'typescript(no-explicit-any)', file: 'libs/platform/any.ts', code: 'export const any = (thing: any) => String(thing);\n' },
  { rule: 'typescript(no-unsafe-assignment)', file: 'libs/platform/unsafe.ts', code: "export const parsed = JSON.parse('{}');\n" },
  { rule: 'typescript(consistent-type-imports)', file: 'libs/platform/type-import.ts', code: "import { Readable } from 'node:stream';\nexport type Source = Readable;\n" },
  { rule: 'typescript(switch-exhaustiveness-check)', file: 'libs/platform/exhaustive.ts', code: "export const go = (kind: 'a' | 'b') => {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n};\n" },
  { rule: 'typescript(only-throw-error)', file: 'libs/platform/throw.ts', code: "export const go = () => {\n  throw 'oh';\n};\n" },
  { rule: 'typescript(unbound-method)', file: 'apps/web/src/shared/unbound.ts', code: 'class Clock {\n  time = 1;\n  now() {\n    return this.time;\n  }\n}\nexport const now = new Clock().now;\n' },
  { rule: 'eslint(eqeqeq)', file: 'apps/web/src/shared/equal.ts', code: 'export const same = (a: unknown) => a == null;\n' },
  { rule: 'eslint(no-console)', file: 'apps/api/src/console.ts', code: "console.log('here');\n" },
  { rule: 'eslint(no-restricted-imports)', file: 'libs/probe/application/http.ts', code: "import { HttpException } from '@nestjs/common';\nexport const refuse = () => new HttpException('no', 400);\n" },
  { rule: 'jest(no-focused-tests)', file: 'libs/platform/focused.spec.ts', code: "import { expect, it } from '@jest/globals';\nit.only('runs alone', () => expect(1).toBe(1));\n" },
  { rule: 'jest(expect-expect)', file: 'libs/platform/expectless.spec.ts', code: "import { it } from '@jest/globals';\nit('expects nothing', () => {});\n" },
  { rule: 'react-hooks(rules-of-hooks)', file: 'apps/web/src/shared/hooks.tsx', code: "import { useState } from 'react';\nexport function Box({ on }: { on: boolean }) {\n  if (on) useState(1);\n  return null;\n}\n" },
  { rule: 'react-hooks(exhaustive-deps)', file: 'apps/web/src/shared/deps.tsx', code: "import { useEffect } from 'react';\nexport function Box({ text }: { text: string }) {\n  useEffect(() => {\n    document.title = text;\n  }, []);\n  return null;\n}\n" },
];

/** What must stay allowed where it is. */
const mustAllow = [
  { file: 'tools/console.ts', code: "console.log('here');\n" },
  { file: 'libs/probe/application/decorated.ts', code: "import { Injectable } from '@nestjs/common';\n@Injectable()\nexport class Thing {}\n" },
  { file: 'apps/api/src/probe.controller.ts', code: "import { Controller } from '@nestjs/common';\nimport { CommandBus } from '@nestjs/cqrs';\n@Controller()\nexport class ProbeController {\n  constructor(readonly commands: CommandBus) {}\n}\n" },
];

const folder = mkdtempSync(join(tmpdir(), 'flightdeck-lint-'));
try {
  for (const file of ['.oxlintrc.json', 'package.json', 'tsconfig.json', 'tsconfig.base.json', 'apps/web/tsconfig.json']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(inCheckout(file), join(folder, file));
  }
  symlinkSync(inCheckout('node_modules'), join(folder, 'node_modules'));
  for (const { file, code } of [...mustReport, ...mustAllow]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  const { output } = await runProgram(process.execPath, ['node_modules/oxlint/bin/oxlint', '-f', 'unix', 'apps', 'libs', 'tools'], { cwd: folder });
  const reports = output.split('\n');
  const problems = [
    ...mustReport.filter(({ rule, file }) => !reports.some((line) => line.startsWith(`${file}:`) && line.includes(`/${rule}]`))).map(({ rule, file, code }) => `${rule} does not report in ${file}:\n${code}`),
    ...mustAllow.flatMap(({ file }) => reports.filter((line) => line.startsWith(`${file}:`)).map((line) => `Should be allowed: ${line}`)),
  ];
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) console.error(output);
  console.log(`${mustReport.length} rules of the linter were tried; ${problems.length} problems.`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
