/** The state or the ledger of a campaign's simulation is another one. */
export interface SimulationChanged {
  type: 'SimulationChanged';
  campaignId: string;
}

/** A simulation crashed too often and is not started again. */
export interface SimulationCrashed {
  type: 'SimulationCrashed';
  campaignId: string;
  reason: string;
}
