import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnswerFeedback } from '../../../../libs/outreach/application/answer-feedback.ts';
import { feedbackGivenBefore, feedbackLinkExpired, feedbackLinkUnknown } from '../../../../libs/outreach/application/errors.ts';
import { FeedbackStore } from '../../../../libs/outreach/application/ports.ts';
import { type Answer, isExpired, isRating, isToken, SAMPLE_TOKEN } from '../../../../libs/outreach/domain/feedback.ts';
import { ApiJson, ApiPage, ApiProblems } from '../openapi.ts';
import { invalidFields } from '../validation.ts';
import { feedbackForm, thanksPage, type Typed } from './feedback-page.ts';
import { readAnswer, typedIn } from './feedback-params.ts';
import { answerSchema } from './feedback.schema.ts';
import { FormBody, MAX_FORM_BYTES } from './form-body.ts';
import { PUBLIC_HEADERS } from './page.ts';
import { wantsPage } from './public-address.ts';

const SAMPLE = { name: 'Ann', campaignName: 'Your campaign', token: SAMPLE_TOKEN, isSample: true };
const NOTHING: Typed = { rating: null, comment: '' };

/** What the errors of a form are called on the page. */
const ON_PAGE: Record<string, (message: string) => string> = {
  rating: () => 'Please choose from one to five stars.',
  comment: (message) => `Your comment ${message}.`,
};

/** The page on which a recipient answers. Opening it changes nothing: programs open the links of mails before people do. */
@ApiTags('Public pages')
@Controller('feedback')
export class FeedbackController {
  constructor(
    private readonly commands: CommandBus,
    private readonly store: FeedbackStore,
  ) {}

  @Get(':token')
  @ApiOperation({ summary: 'The page of a feedback link', description: 'Takes one answer, within 90 days of the request. The token `test` shows a sample.' })
  @ApiPage(200, 'The question, or thanks for the answer')
  @ApiProblems(404, 410, 503)
  async show(@Param('token') token: string, @Query('rating') given: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const rating = Number(given);
    asPage(reply);
    if (token === SAMPLE_TOKEN && isRating(rating)) return thanksPage(SAMPLE, { rating, respondedAt: Date.now() });
    return this.pageOf(token, NOTHING, {});
  }

  @Post(':token')
  @HttpCode(200)
  @RouteConfig({ bodyLimit: MAX_FORM_BYTES, forms: 'only' })
  @ApiOperation({ summary: 'Answer, once', description: 'The same answer again is the one that is kept. A form is answered with a page, JSON with JSON.' })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiBody({ schema: answerSchema })
  @ApiJson(200, 'What is kept', answerSchema)
  @ApiResponse({ status: 303, description: 'Of a form: kept; the page at this address says so' })
  @ApiProblems(400, 404, 409, 410, 413, 415, 422, 503)
  async answer(@Param('token') token: string, @Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Answer | string | undefined> {
    const isPage = wantsPage(request);
    reply.headers(PUBLIC_HEADERS);
    const read = readAnswer(body);
    if ('errors' in read) {
      const typed = body instanceof FormBody ? typedIn(body) : NOTHING;
      const page = await this.pageOf(token, typed, Object.fromEntries(read.errors.map(({ field, message }) => [field, ON_PAGE[field]!(message)])));
      if (!isPage) throw invalidFields(read.errors);
      asPage(reply).code(422);
      return page;
    }
    const isSample = token === SAMPLE_TOKEN;
    if (!isSample) {
      if (!isToken(token)) throw feedbackLinkUnknown();
      await this.commands.execute(new AnswerFeedback(token, read.answer));
    }
    if (!isPage) return read.answer;
    // To be read by GET: loading the page anew then sends nothing again.
    reply.code(303).header('location', isSample ? `${token}?rating=${read.answer.rating}` : token);
    return undefined;
  }

  /** @throws DomainError `FEEDBACK_LINK_UNKNOWN`, `FEEDBACK_LINK_EXPIRED`, `FEEDBACK_GIVEN_BEFORE`, `OUTREACH_UNAVAILABLE` */
  private async pageOf(token: string, typed: Typed, errors: Partial<Record<keyof Typed, string>>): Promise<string> {
    if (token === SAMPLE_TOKEN) return feedbackForm({ addressee: SAMPLE, typed, errors });
    const invitation = isToken(token) ? await this.store.findByToken(token) : undefined;
    if (invitation === undefined) throw feedbackLinkUnknown();
    const addressee = { name: invitation.name, campaignName: invitation.campaignName, token };
    if (invitation.answer !== null) {
      // Whatever was wrong with what was sent, there is nothing to be put right.
      if (Object.keys(errors).length > 0) throw feedbackGivenBefore(invitation.answer.rating);
      return thanksPage(addressee, invitation.answer);
    }
    if (isExpired(invitation.sentAt, Date.now())) throw feedbackLinkExpired();
    return feedbackForm({ addressee, typed, errors });
  }
}

function asPage(reply: FastifyReply): FastifyReply {
  return reply.headers(PUBLIC_HEADERS).type('text/html; charset=utf-8');
}
