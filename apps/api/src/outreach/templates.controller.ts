import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { recipientNotFound } from '../../../../libs/outreach/application/errors.ts';
import { MessageSamples } from '../../../../libs/outreach/application/message-samples.ts';
import { Channels } from '../../../../libs/outreach/application/ports.ts';
import { SaveTemplate } from '../../../../libs/outreach/application/save-template.ts';
import { SendSample } from '../../../../libs/outreach/application/send-sample.ts';
import { CampaignId } from '../campaigns/campaign-id-param.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { validatedBody } from '../validation.ts';
import { PreviewInput, readRecipientId, readTemplate, readTestSend, TemplateInput, TestSendInput } from './template-params.ts';
import {
  type ChannelBody,
  channelsSchema,
  type PreviewBody,
  previewInputSchema,
  previewSchema,
  type TemplateBody,
  templateInputSchema,
  templateSchema,
  type TestSendBody,
  testSendInputSchema,
  testSendSchema,
  toChannelBody,
  toPreviewBody,
  toTemplateBody,
  toTestSendBody,
} from './template.schema.ts';
import { isUuid } from './uuid-param.ts';

/** What requests for feedback say, and the ways that they can go. */
@ApiTags('Outreach')
@Controller('api')
export class TemplatesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly samples: MessageSamples,
    private readonly ways: Channels,
  ) {}

  @Get('outreach-channels')
  @ApiOperation({ summary: 'The ways to reach recipients, and what has to be set before they can be used' })
  @ApiJson(200, 'All of them', channelsSchema)
  @ApiProblems(422)
  channels(): { items: ChannelBody[] } {
    return { items: this.ways.all.map(toChannelBody) };
  }

  @Get('campaigns/:id/outreach-template')
  @ApiOperation({ summary: "What a campaign's requests say" })
  @ApiJson(200, 'As last saved, or as campaigns begin', templateSchema)
  @ApiProblems(404, 422, 503)
  async read(@CampaignId() id: string): Promise<TemplateBody> {
    return toTemplateBody(await this.samples.templateOf(id));
  }

  @Put('campaigns/:id/outreach-template')
  @ApiOperation({ summary: "Change what a campaign's requests say", description: 'For dispatches that are made from now on: those that there are keep what they began with.' })
  @ApiBody({ schema: templateInputSchema as object })
  @ApiJson(200, 'Saved', templateSchema)
  @ApiProblems(400, 404, 413, 415, 422, 503)
  async save(@CampaignId() id: string, @Body(validatedBody) input: TemplateInput): Promise<TemplateBody> {
    return toTemplateBody(await this.commands.execute(new SaveTemplate(id, readTemplate(input))));
  }

  @Post('campaigns/:id/outreach-template/preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a recipient would be sent', description: 'Nothing is saved, and nothing is sent. Its links lead to a sample page.' })
  @ApiBody({ schema: previewInputSchema as object })
  @ApiJson(200, 'The message', previewSchema)
  @ApiProblems(400, 404, 413, 415, 422, 503)
  async preview(@CampaignId() id: string, @Body(validatedBody) input: PreviewInput): Promise<PreviewBody> {
    const [template, recipientId] = [readTemplate(input), readRecipientId(input)];
    if (recipientId !== undefined && !isUuid(recipientId)) throw recipientNotFound();
    return toPreviewBody(await this.samples.forRecipient(id, template, recipientId));
  }

  @Post('campaigns/:id/test-sends')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send one message to oneself',
    description: 'At once and one time, past recipients and dispatches; its links lead to a sample page. Five at once, and one more each second.',
  })
  @ApiBody({ schema: testSendInputSchema as object })
  @ApiJson(200, 'Sent, or not', testSendSchema)
  @ApiProblems(400, 404, 413, 415, 422, 429, 503)
  async testSend(@CampaignId() id: string, @Body(validatedBody) input: TestSendInput): Promise<TestSendBody> {
    const { channel, contact, template } = readTestSend(input);
    const { outcome, message } = await this.commands.execute(new SendSample(id, channel, contact, template));
    return toTestSendBody(outcome, message);
  }
}
