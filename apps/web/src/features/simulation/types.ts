import type { paths } from '../../api/schema.d.ts';

export type Simulation = paths['/api/campaigns/{id}/simulation']['get']['responses'][200]['content']['application/json'];
export type SimulationSettings = Simulation['settings'];
export type ScenarioName = SimulationSettings['scenario'];
export type Scenario = paths['/api/simulation-scenarios']['get']['responses'][200]['content']['application/json'][number];
