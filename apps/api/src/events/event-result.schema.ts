export const fieldErrorsSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['field', 'message'],
    properties: {
      field: { type: 'string', description: 'Path of the field; empty for the whole.', example: 'occurred_at' },
      message: { type: 'string', example: 'must be an ISO 8601 time in UTC, such as 2026-02-10T21:10:00Z' },
    },
  },
} as const;

export const eventResultSchema = {
  type: 'object',
  required: ['event_id', 'status'],
  properties: { event_id: { type: 'string' }, status: { type: 'string', enum: ['accepted', 'duplicate'] } },
} as const;

export const batchResultSchema = {
  type: 'object',
  required: ['accepted', 'duplicates', 'rejected', 'results'],
  properties: {
    accepted: { type: 'integer' },
    duplicates: { type: 'integer' },
    rejected: { type: 'integer' },
    results: {
      type: 'array',
      items: {
        type: 'object',
        required: ['index', 'event_id', 'status'],
        properties: {
          index: { type: 'integer', description: 'Place in the batch, from 0.' },
          event_id: { type: ['string', 'null'], description: 'Null where none can be read.' },
          status: { type: 'string', enum: ['accepted', 'duplicate', 'rejected'] },
          errors: fieldErrorsSchema,
        },
      },
    },
  },
} as const;
