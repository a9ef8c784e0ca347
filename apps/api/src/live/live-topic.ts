export interface LiveBody {
  /** How current the body is: ISO 8601 in UTC. */
  as_of: string;
}

/** Something that is shown live, shared by everybody in this process who watches the same. */
export interface LiveView {
  /** Grows with every change. Meaningful after the first refresh. */
  readonly version: number;
  /** Brings it up to date. What it throws leaves it as it was; it is called again in a moment. */
  refresh(): Promise<void>;
  whole(): LiveBody;
  /** What changed after a version, in absolute values. Undefined when that does not tell it all. */
  since(version: number): LiveBody | undefined;
  close(): void;
}

/** A kind of view that browsers can ask for. */
export interface LiveTopic {
  readonly name: string;
  /**
   * Reads what a browser asked for. The key is the same for all who ask for the same. A view that people wait for calls `hurry` when
   * it has something new, and is sent before its turn.
   *
   * @throws DomainError when there is no such view
   */
  parse(params: unknown): { key: string; open: (hurry: () => void) => LiveView };
}

/** All topics there are. */
export class LiveTopics {
  private readonly byName: Map<string, LiveTopic>;

  constructor(topics: LiveTopic[]) {
    this.byName = new Map(topics.map((topic) => [topic.name, topic]));
  }

  find(name: unknown): LiveTopic | undefined {
    return this.byName.get(String(name));
  }
}
