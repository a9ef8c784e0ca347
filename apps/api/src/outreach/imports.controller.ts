import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { errorCodes, type FastifyRequest } from 'fastify';
import { CampaignStore } from '../../../../libs/campaigns/application/ports.ts';
import { DomainError } from '../../../../libs/kernel/domain-error.ts';
import { campaignNotFound, importNotFound } from '../../../../libs/outreach/application/errors.ts';
import { ImportRecipients, type UploadedFile } from '../../../../libs/outreach/application/import-recipients.ts';
import { CsvReader, ImportStore, PhoneNumbers, type RecipientImport } from '../../../../libs/outreach/application/ports.ts';
import { PreviewImport } from '../../../../libs/outreach/application/preview-import.ts';
import { IMPORT_LIMITS } from '../../../../libs/outreach/application/upload.ts';
import { CampaignId } from '../campaigns/campaign-id-param.ts';
import { malformedForm } from '../events/errors.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { invalidFields, validatedQuery } from '../validation.ts';
import { fileNameOf, ImportQuery, PreviewQuery, readMapping } from './import.dto.ts';
import { type ImportBody, type ImportedBody, importedSchema, importSchema, type PreviewBody, previewSchema, toImportBody, toPreviewBody } from './import.schema.ts';
import { checkedRegion, ImportId } from './outreach-params.ts';
import { attachment, rejectsFile } from './rejects-file.ts';
import { chunksOf, FileBody, receiveRest } from './upload-body.ts';

const MAX_PREVIEW_BYTES = 256 * 1024;

const fileSchema = { type: 'string', format: 'binary', example: 'Name,E-mail,Phone\nAnn Example,ann@example.com,+49 30 123456\n' } as const;

/** A file that has been found in a request. */
interface Found {
  file: UploadedFile;
  stream: Readable;
  /** What a form says besides. */
  fields: { region?: string; mapping?: string };
}

@ApiTags('Recipients')
@Controller('api')
export class ImportsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly campaigns: CampaignStore,
    private readonly imports: ImportStore,
    private readonly csv: CsvReader,
    private readonly phones: PhoneNumbers,
  ) {}

  @Post('campaigns/:id/recipients/import')
  @HttpCode(200)
  @RouteConfig({ bodyLimit: IMPORT_LIMITS.bytes, uploads: ['text/csv', 'multipart/form-data'] })
  @ApiOperation({
    summary: 'Import recipients from a CSV file',
    description:
      'The first line names the columns; UTF-8, or UTF-16 with a byte order mark; delimited by comma, semicolon or tab; up to 32 MB and 200,000 lines, within a minute. As text/csv it may be compressed (gzip); a form has one file, with region and mapping as fields before it. ' +
      'Who is known by e-mail address or phone number is not added again; what was missing is filled in. Lines that cannot be used hold up no others. A file that cannot be read to its end is answered, too: status aborted, with the problem.',
  })
  @ApiConsumes('text/csv', 'multipart/form-data')
  @ApiBody({ schema: fileSchema })
  @ApiJson(200, 'Read, as far as it can be', importedSchema)
  @ApiProblems(400, 404, 409, 413, 415, 422, 503)
  async import(@CampaignId() campaignId: string, @Query(validatedQuery) query: ImportQuery, @Req() request: FastifyRequest): Promise<ImportedBody> {
    const { file, stream, fields } = await fileIn(request, query.file_name);
    try {
      const region = checkedRegion(query.region ?? (fields.region || undefined), this.phones);
      const mapping = readMapping(query.mapping ?? fields.mapping);
      const imported = await this.commands.execute(new ImportRecipients(campaignId, file, { region, mapping }));
      return { ...toImportBody(imported.import), rejects: imported.rejects };
    } finally {
      await receiveRest(request, stream);
    }
  }

  @Post('campaigns/:id/recipients/import/preview')
  @HttpCode(200)
  @RouteConfig({ bodyLimit: MAX_PREVIEW_BYTES, uploads: ['text/csv'] })
  @ApiOperation({ summary: 'What an import would make of a file', description: 'Of its beginning, up to 256 KB; the last line may be cut off. Nothing is stored.' })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: fileSchema })
  @ApiJson(200, 'Its first lines', previewSchema)
  @ApiProblems(400, 404, 413, 415, 422, 503)
  async preview(@CampaignId() campaignId: string, @Query(validatedQuery) query: PreviewQuery, @Req() request: FastifyRequest): Promise<PreviewBody> {
    const { stream } = await fileIn(request, undefined);
    try {
      const reading = { region: checkedRegion(query.region, this.phones), mapping: readMapping(query.mapping) };
      const part = await collected(stream, MAX_PREVIEW_BYTES);
      if ((await this.campaigns.find(campaignId)) === undefined) throw campaignNotFound();
      return toPreviewBody(await this.queries.execute(new PreviewImport(part, reading)));
    } finally {
      await receiveRest(request, stream);
    }
  }

  @Get('campaigns/:id/imports/latest')
  @ApiOperation({ summary: 'The newest import of a campaign' })
  @ApiJson(200, 'As it stands', importSchema)
  @ApiProblems(404, 422, 503)
  async latest(@CampaignId() campaignId: string): Promise<ImportBody> {
    return toImportBody(found(await this.imports.latest(campaignId)));
  }

  @Get('imports/:id')
  @ApiOperation({ summary: 'One import' })
  @ApiJson(200, 'As it stands', importSchema)
  @ApiProblems(404, 422, 503)
  async read(@ImportId() id: string): Promise<ImportBody> {
    return toImportBody(found(await this.imports.find(id)));
  }

  @Get('imports/:id/rejects')
  @ApiOperation({ summary: 'Download the lines that an import could not use', description: 'With their numbers and the reasons, before the columns of the file. Mended, it can be imported as it is.' })
  @ApiResponse({ status: 200, description: 'A CSV file', content: { 'text/csv': { schema: { type: 'string' } } }, headers: { 'Content-Disposition': { description: 'Names the file.', schema: { type: 'string' } } } })
  @ApiProblems(404, 422, 503)
  async rejects(@ImportId() id: string): Promise<StreamableFile> {
    const present = found(await this.imports.find(id));
    return new StreamableFile(Readable.from(rejectsFile(present, this.imports, this.csv), { objectMode: false }), { type: 'text/csv; charset=utf-8', disposition: attachment(present.fileName) });
  }
}

function found(present: RecipientImport | undefined): RecipientImport {
  if (present === undefined) throw importNotFound();
  return present;
}

/** @throws when the body is no file, or a form has none */
async function fileIn(request: FastifyRequest, fileName: string | undefined): Promise<Found> {
  const { body } = request;
  if (body instanceof FileBody) {
    const isPlain = request.headers['content-encoding'] === undefined;
    const length = Number(request.headers['content-length']);
    return { file: { name: fileNameOf(fileName), bytes: isPlain && Number.isSafeInteger(length) ? length : null, content: chunksOf(body.stream) }, stream: body.stream, fields: {} };
  }
  if (!request.isMultipart()) throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(request.headers['content-type'] ?? '');
  return fileOfForm(request, fileName);
}

async function fileOfForm(request: FastifyRequest, fileName: string | undefined): Promise<Found> {
  try {
    return await firstFileOf(request, fileName);
  } catch (error) {
    request.raw.unpipe();
    await receiveRest(request, request.raw);
    throw error instanceof DomainError ? error : malformedForm();
  }
}

async function firstFileOf(request: FastifyRequest, fileName: string | undefined): Promise<Found> {
  const fields: Found['fields'] = {};
  // One byte more than it may have: what is too large is told by whoever reads it.
  for await (const part of request.parts({ limits: { fileSize: IMPORT_LIMITS.bytes + 1, files: 1, fields: 10, parts: 11, fieldSize: 20_000 } })) {
    if (part.type === 'file') return { file: { name: fileNameOf(fileName ?? part.filename), bytes: null, content: chunksOf(part.file) }, stream: part.file, fields };
    if (part.fieldname !== 'region' && part.fieldname !== 'mapping') throw invalidFields([{ field: part.fieldname, message: 'is not a field of this form, which has region, mapping and a file, in this order' }]);
    fields[part.fieldname] = String(part.value);
  }
  throw invalidFields([{ field: 'file', message: 'is missing: the form has no file' }]);
}

async function collected(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(stream)) {
    bytes += chunk.length;
    if (bytes > limit) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
