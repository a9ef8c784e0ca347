/** The state or the ledger of a campaign's simulation is another one. */
export interface SimulationChanged {
  type: 'SimulationChanged';
  campaignId: string;
}

/** A simulation crashed too often and is not started again. Happens once in a run, and may be told twice. */
export interface SimulationCrashed {
  type: 'SimulationCrashed';
  campaignId: string;
  runId: string;
  /** How often it was started again before. */
  restarts: number;
  /** Of the last crash. */
  reason: string;
}
