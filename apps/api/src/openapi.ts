import { STATUS_CODES } from 'node:http';
import { applyDecorators, type INestApplication } from '@nestjs/common';
import { ApiResponse, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { fieldErrorsSchema } from './events/event-result.schema.ts';

const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem details.',
  required: ['type', 'title', 'status', 'code', 'detail', 'request_id'],
  properties: {
    type: { type: 'string', example: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; safe to branch on.', example: 'VALIDATION_FAILED' },
    detail: { type: 'string', description: 'For people.' },
    request_id: { type: 'string', description: 'Also in the x-request-id header and in the logs.' },
    errors: fieldErrorsSchema,
  },
} as const;

export function ApiJson(status: number, description: string, schema: object): MethodDecorator {
  return applyDecorators(ApiResponse({ status, description, content: { 'application/json': { schema } } }));
}

/** An answer that people read in a browser. */
export function ApiPage(status: number, description: string): MethodDecorator {
  return applyDecorators(ApiResponse({ status, description, content: { 'text/html': { schema: { type: 'string' } } } }));
}

export function ApiProblems(...statuses: number[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: STATUS_CODES[status] ?? '',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        ...(status === 503 ? { headers: { 'Retry-After': { description: 'Seconds to wait before sending again.', schema: { type: 'integer' } } } } : {}),
      }),
    ),
  );
}

const DESCRIPTION = `The control room for ad campaigns. Times are ISO 8601 in UTC.

Errors are RFC 9457 problem details. Besides those that an operation names, any request may be refused because it cannot be read (400,
408, 413, 415, 431) or is made with a method that the address does not take (405, with Allow), or fail on our side (500). Parameters,
and fields of bodies under /api, that an operation does not name are refused with 422.`;

export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Flightdeck')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: problemSchema as object } };
  return document;
}
