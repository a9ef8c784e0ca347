import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { invalidFields } from './validation.ts';

/** Ingest and health are called by trackers and probes, which may have parameters of their own to add. */
const STRICT = /^\/(api|stats)(\/|$)/;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * Refuses query parameters that an address does not take, as the API's description has it, and those given twice: one that
 * is passed over, because it is misspelt, answers another question than was asked.
 */
export function checkQueryParameters(server: FastifyInstance, describeApi: () => OpenAPIObject): void {
  let known: Map<string, Set<string>> | undefined;
  server.addHook('preValidation', ({ query, method, routeOptions: { url = '' } }, _reply, done) => {
    const given = Object.entries(query as Record<string, string | string[]>);
    if (given.length === 0) return done();
    known ??= parametersOf(describeApi());
    const taken = known.get(`${method === 'HEAD' ? 'GET' : method} ${url}`);
    if (taken === undefined) return done();
    const errors = given.flatMap(([field, value]) => {
      if (!taken.has(field)) return [{ field, message: 'is not a parameter of this address' }];
      return Array.isArray(value) ? [{ field, message: 'must be given once' }] : [];
    });
    done(errors.length === 0 ? undefined : invalidFields(errors));
  });
}

/** The query parameters of each operation, by its method and its route. */
function parametersOf({ paths }: OpenAPIObject): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const [path, operations] of Object.entries(paths)) {
    if (!STRICT.test(path)) continue;
    for (const method of METHODS) {
      const parameters = operations[method]?.parameters ?? [];
      const names = parameters.flatMap((parameter) => ('in' in parameter && parameter.in === 'query' ? [parameter.name] : []));
      if (operations[method] !== undefined) all.set(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, new Set(names));
    }
  }
  return all;
}
