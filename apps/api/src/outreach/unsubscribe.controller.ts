import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { feedbackLinkUnknown } from '../../../../libs/outreach/application/errors.ts';
import { FeedbackStore, type Invitation } from '../../../../libs/outreach/application/ports.ts';
import { SetUnsubscribed } from '../../../../libs/outreach/application/set-unsubscribed.ts';
import { isToken, SAMPLE_TOKEN } from '../../../../libs/outreach/domain/feedback.ts';
import { ApiJson, ApiPage, ApiProblems } from '../openapi.ts';
import { subscriptionSchema } from './feedback.schema.ts';
import { FormBody, MAX_FORM_BYTES } from './form-body.ts';
import { PUBLIC_HEADERS } from './page.ts';
import { wantsPage } from './public-address.ts';
import { unsubscribePage } from './unsubscribe-page.ts';

const SAMPLE = { email: 'ann@example.com', phone: null, unsubscribed: false };

/** Where recipients say that they want no more requests, also by one click in their mail program (RFC 8058). Opening it changes nothing. */
@ApiTags('Public pages')
@Controller('unsubscribe')
export class UnsubscribeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly store: FeedbackStore,
  ) {}

  @Get(':token')
  @ApiOperation({ summary: 'The page of an unsubscribe link', description: 'Links do not expire. The token `test` shows a sample.' })
  @ApiPage(200, 'Whom it is about, and a button')
  @ApiProblems(404, 503)
  async show(@Param('token') token: string, @Query('undone') undone: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.headers(PUBLIC_HEADERS).type('text/html; charset=utf-8');
    if (token === SAMPLE_TOKEN) return unsubscribePage(SAMPLE, { isSample: true });
    const invitation = isToken(token) ? await this.store.findByToken(token) : undefined;
    if (invitation === undefined) throw feedbackLinkUnknown();
    return unsubscribePage(invitation, { isUndone: undone === '1' });
  }

  @Post(':token')
  @HttpCode(200)
  @RouteConfig({ bodyLimit: MAX_FORM_BYTES, forms: 'any' })
  @ApiOperation({ summary: 'Unsubscribe all addresses of a recipient, from every campaign', description: 'With `undo=1` it is taken back. Whatever else a body says unsubscribes, as RFC 8058 wants it: `List-Unsubscribe=One-Click`.' })
  @ApiConsumes('application/x-www-form-urlencoded', 'multipart/form-data', 'application/json')
  @ApiBody({ required: false, schema: { type: 'object', properties: { undo: { type: 'string', enum: ['1'] } } } })
  @ApiJson(200, 'Whether the recipient is unsubscribed; a page for those who want no JSON', subscriptionSchema)
  @ApiResponse({ status: 303, description: 'Of the form of the page: done; the page at this address says so' })
  @ApiProblems(400, 404, 413, 503)
  async change(@Param('token') token: string, @Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<{ unsubscribed: boolean } | string | undefined> {
    reply.headers(PUBLIC_HEADERS);
    const isUndone = fieldOf(body, 'undo') === '1';
    const state = await this.set(token, !isUndone);
    if (!wantsPage(request)) return { unsubscribed: state.unsubscribed };
    if (isUndone || fieldOf(body, 'confirm') === '1') {
      // To be read by GET: loading the page anew then sends nothing again.
      reply.code(303).header('location', isUndone ? `${token}?undone=1` : token);
      return undefined;
    }
    // Mail programs follow no redirection.
    reply.type('text/html; charset=utf-8');
    return unsubscribePage(state);
  }

  private async set(token: string, unsubscribed: boolean): Promise<Pick<Invitation, 'email' | 'phone' | 'unsubscribed'>> {
    if (token === SAMPLE_TOKEN) return SAMPLE;
    if (!isToken(token)) throw feedbackLinkUnknown();
    return this.commands.execute(new SetUnsubscribed(token, unsubscribed));
  }
}

function fieldOf(body: unknown, name: string): unknown {
  if (body instanceof FormBody) return body.fields.get(name);
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}
