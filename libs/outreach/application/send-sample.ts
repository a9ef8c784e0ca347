import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { TokenBucket } from '../../kernel/token-bucket.ts';
import type { DeliveryOutcome, Message } from '../domain/delivery.ts';
import type { ChannelName, Template } from '../domain/dispatch.ts';
import { channelNotConfigured, testSendsTooFast } from './errors.ts';
import { MessageSamples } from './message-samples.ts';
import { Channels } from './ports.ts';

/** A way to try a channel, and none to send to many. Of each process. */
const ALLOWANCE = { burst: 5, perSecond: 1 };

/**
 * Sends one message to whoever asks for it, at once and one time, past recipients and dispatches. Without a template it is the campaign's.
 *
 * @throws DomainError `CAMPAIGN_NOT_FOUND`, `CHANNEL_NOT_CONFIGURED`, `TEMPLATE_INVALID`, `TEST_SENDS_TOO_FAST`
 */
export class SendSample extends Command<{ outcome: DeliveryOutcome; message: Message }> {
  constructor(
    readonly campaignId: string,
    readonly channel: ChannelName,
    readonly contact: Message['to'],
    readonly template: Template | undefined,
  ) {
    super();
  }
}

@CommandHandler(SendSample)
export class SendSampleHandler implements ICommandHandler<SendSample> {
  private readonly bucket = new TokenBucket(ALLOWANCE);

  constructor(
    private readonly samples: MessageSamples,
    private readonly channels: Channels,
  ) {}

  async execute({ campaignId, channel: name, contact, template }: SendSample): Promise<{ outcome: DeliveryOutcome; message: Message }> {
    const channel = this.channels.get(name);
    if (channel.missing !== undefined) throw channelNotConfigured(name, channel.missing);
    // A sample of its own each time: to receivers that know messages again, it is not the one before.
    const message = await this.samples.forContact(campaignId, { template, contact, dispatchId: crypto.randomUUID(), prefix: 'template.' });
    // Only what is right so far, so that mistakes cost nothing.
    const wait = this.bucket.take(performance.now());
    if (wait > 0) throw testSendsTooFast(wait);
    return { outcome: await channel.deliver(message, { simulated: null }), message };
  }
}
