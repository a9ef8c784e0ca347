import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Presence } from '../../../../libs/chat/application/presence.ts';
import type { DomainEventPublisher } from '../../../../libs/kernel/domain-events.ts';
import type { Dispatcher } from '../../../../libs/outreach/application/dispatcher.ts';
import type { Database } from '../../../../libs/platform/database.ts';
import type { PipelineFigures } from '../../../../libs/events/application/pipeline-figures.ts';
import type { DuplicatesIgnored, EventsAccepted } from '../../../../libs/events/domain/domain-events.ts';
import type { IngestEventsHandler } from '../../../../libs/events/application/ingest-events.ts';
import type { SimulationSupervisor } from '../../../../libs/traffic/application/simulation-supervisor.ts';

type Observer = Histogram.Internal<string>;

/** Everything that `/metrics` shows about this process. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'flightdeck_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its response.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [this.registry],
  });
  // By route, method and status. Looking labels up for every request costs more than the measurement itself.
  private readonly observers = new Map<string, Map<string, Observer[]>>();

  constructor(ingest: IngestEventsHandler, publisher: DomainEventPublisher, { pool, pagePool, turnPool, workPool }: Database, simulations: SimulationSupervisor, presence: Presence, dispatcher: Dispatcher, pipeline: PipelineFigures, isStreaming: boolean) {
    collectDefaultMetrics({ register: this.registry });
    const events = new Counter({
      name: 'flightdeck_events_total',
      help: 'Events this process has stored (accepted) or recognised as repeated (duplicate).',
      labelNames: ['outcome'],
      registers: [this.registry],
    });
    const accepted = events.labels('accepted');
    const duplicates = events.labels('duplicate');
    publisher.subscribe<EventsAccepted>('EventsAccepted', {
      handle: ({ event, remote }) => void (remote || accepted.inc(event.count)),
    });
    publisher.subscribe<DuplicatesIgnored>('DuplicatesIgnored', {
      handle: ({ event, remote }) => void (remote || duplicates.inc(event.count)),
    });
    this.gauge('flightdeck_ingest_pending_events', 'Events taken and not stored yet.', () => ingest.pending);
    this.gauge('flightdeck_simulations', 'Simulations of traffic that this process runs.', () => simulations.count);
    this.gauge('flightdeck_chat_connections', 'Connections to this process that have joined the chat.', () => presence.count);
    this.gauge('flightdeck_deliveries_in_flight', 'Deliveries that this process is making.', () => dispatcher.inFlight);
    this.gauge('flightdeck_database_connections', 'Open connections to the database.', () => pool.totalCount + pagePool.totalCount + turnPool.totalCount + workPool.totalCount);
    this.gauge('flightdeck_database_waiting', 'Queries that wait for a connection.', () => pool.waitingCount + pagePool.waitingCount + turnPool.waitingCount + workPool.waitingCount);
    if (isStreaming) this.showPipeline(pipeline);
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    let ofRoute = this.observers.get(route);
    if (ofRoute === undefined) this.observers.set(route, (ofRoute = new Map<string, Observer[]>()));
    let ofMethod = ofRoute.get(method);
    if (ofMethod === undefined) ofRoute.set(method, (ofMethod = []));
    const observer = (ofMethod[status] ??= this.requests.labels(method, route, String(status)));
    observer.observe(seconds);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private showPipeline(pipeline: PipelineFigures): void {
    this.counter('flightdeck_pipeline_produced_total', 'Events that this process has handed to the brokers, and they have confirmed.', () => pipeline.produced);
    this.counter('flightdeck_pipeline_produce_failures_total', 'Requests to the brokers that ended without a confirmation.', () => pipeline.produceFailures);
    this.gaugeByTopic('flightdeck_pipeline_lag', 'Records of results that this process has still to take over, of the partitions that it follows.', () => pipeline.lags());
    this.gaugeByTopic('flightdeck_pipeline_last_projected_timestamp_seconds', 'When this process has taken over records of a topic last.', () => {
      return new Map([...pipeline.lastHandled()].map(([topic, at]) => [topic, at / 1000]));
    });
  }

  private counter(name: string, help: string, read: () => number): void {
    new Counter({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  }

  private gaugeByTopic(name: string, help: string, read: () => ReadonlyMap<string, number>): void {
    new Gauge({
      name,
      help,
      labelNames: ['topic'],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [topic, value] of read()) this.set({ topic }, value);
      },
    });
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
