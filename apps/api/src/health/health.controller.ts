import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { DomainError } from '../../../../libs/kernel/domain-error.ts';
import { Database } from '../../../../libs/platform/database.ts';
import { KafkaBrokers } from '../../../../libs/platform/kafka/kafka-brokers.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { Lifecycle } from './lifecycle.ts';
import { Metrics } from './metrics.ts';

const statusSchema = { type: 'object', required: ['status'], properties: { status: { type: 'string', enum: ['ok'] } } } as const;

@ApiTags('Operations')
@Controller()
export class HealthController {
  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly database: Database,
    private readonly brokers: KafkaBrokers,
    private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @ApiOperation({ summary: 'Whether the process runs', description: 'When this fails, restart it.' })
  @ApiJson(200, 'It runs', statusSchema)
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'Whether requests may be sent here', description: 'Not before the database answers (in streaming mode the brokers, too), and not once the process is stopping.' })
  @ApiJson(200, 'Send them', statusSchema)
  @ApiProblems(503)
  async ready(): Promise<{ status: 'ok' }> {
    if (this.lifecycle.stopping) throw new DomainError('unavailable', 'STOPPING', 'This process is stopping.');
    const [database, brokers] = await Promise.all([this.database.answers(), this.brokers.answer()]);
    if (!database) throw new DomainError('unavailable', 'DATABASE_UNAVAILABLE', 'The database does not answer.');
    if (!brokers) throw new DomainError('unavailable', 'BROKERS_UNAVAILABLE', 'The Kafka brokers do not answer, or do not have the topic "events".');
    return { status: 'ok' };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Measurements for Prometheus' })
  @ApiResponse({ status: 200, description: 'In the text format of Prometheus', content: { 'text/plain': { schema: { type: 'string' } } } })
  metricsText(): Promise<string> {
    return this.metrics.text();
  }
}
