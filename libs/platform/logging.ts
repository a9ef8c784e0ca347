import { Logger as NestLogger, type LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';

/** Structured logs: one JSON object a line on standard output. */
export function createLogger(level: string): Logger {
  return pino({ level, base: { service: 'flightdeck' }, timestamp: pino.stdTimeFunctions.isoTime });
}

/** Sends what the framework logs into the same stream. */
export class FrameworkLogger implements LoggerService {
  constructor(private readonly logger: Logger) {
    NestLogger.overrideLogger(this);
  }

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.logger.error({ context, stack }, String(message));
  }
}
