import 'reflect-metadata';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import openapiTS, { astToString } from 'openapi-typescript';
import { build } from './build.mjs';
import { inCheckout } from './checkout.mjs';
import { Refusal, runMain } from './refusal.mjs';

/** Writes the types that the page knows the API by, from the API's own OpenAPI document; `--check` only compares. */
const file = 'apps/web/src/api/schema.d.ts';

await runMain(async () => {
  await build({ parts: ['prisma', 'server'] });
  const types = `/** What the API's OpenAPI document says, as types. Made by \`npm run api-types\`; changes here are overwritten. */\n\n${await apiTypes()}`;
  const isCurrent = existsSync(inCheckout(file)) && readFileSync(inCheckout(file), 'utf8') === types;
  if (process.argv[2] !== '--check') {
    if (!isCurrent) writeFileSync(inCheckout(file), types);
    console.log(isCurrent ? `${file} is as it should be.` : `${file} was brought up to date.`);
  } else if (!isCurrent) {
    throw new Refusal(`${file} does not say what the API says. Run: npm run api-types`);
  }
  return 0;
});

async function apiTypes() {
  const built = (/** @type {string} */ name) => import(pathToFileURL(inCheckout('dist/apps/api/src', name)).href);
  const { AppModule } = await built('app.module.js');
  const { openApiDocument } = await built('openapi.js');
  // A preview knows every route and makes none of what serves them: no database is needed.
  const app = await NestFactory.create(AppModule.forRoot({ outreach: {} }), new FastifyAdapter(), { preview: true, logger: false, abortOnError: false });
  try {
    return astToString(await openapiTS(openApiDocument(app)));
  } finally {
    await app.close();
  }
}
