import { Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CrashSimulation } from '../../../../libs/traffic/application/crash-simulation.ts';
import { SimulationReader } from '../../../../libs/traffic/application/simulation-reader.ts';
import { StartSimulation } from '../../../../libs/traffic/application/start-simulation.ts';
import { StopSimulation } from '../../../../libs/traffic/application/stop-simulation.ts';
import { CampaignId } from '../campaigns/campaign-id-param.ts';
import { ApiJson, ApiProblems } from '../openapi.ts';
import { validatedBody } from '../validation.ts';
import { SimulationChanges, toChanges } from './simulation-changes.ts';
import { type ScenarioBody, scenarioBodies, scenariosSchema, type SimulationBody, simulationChangesSchema, simulationSchema, toSimulationBody } from './simulation.schema.ts';

@ApiTags('Simulated traffic')
@Controller('api')
export class SimulationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: SimulationReader,
  ) {}

  @Get('simulation-scenarios')
  @ApiOperation({ summary: 'What traffic can be simulated', description: 'Each scenario with the settings that a new simulation of it starts with.' })
  @ApiJson(200, 'The scenarios', scenariosSchema)
  @ApiProblems(422)
  scenarios(): ScenarioBody[] {
    return scenarioBodies;
  }

  @Get('campaigns/:id/simulation')
  @ApiOperation({ summary: 'The simulation of a campaign: state, and what was sent and counted', description: 'Sent and counted are of the same moment, at most about a second ago.' })
  @ApiJson(200, 'As of the last second', simulationSchema)
  @ApiProblems(404, 422, 503)
  async read(@CampaignId() id: string): Promise<SimulationBody> {
    return toSimulationBody(await this.reader.view(id));
  }

  @Put('campaigns/:id/simulation')
  @ApiOperation({
    summary: 'Starts the simulation of a campaign, or changes the one that runs',
    description: 'What is left out keeps its value in a simulation that runs. A new one, also after one that has ended, takes it from the preset of its scenario.',
  })
  @ApiBody({ schema: simulationChangesSchema as object })
  @ApiJson(200, 'It is started, or will change within a second', simulationSchema)
  @ApiProblems(400, 404, 413, 415, 422, 503)
  async start(@CampaignId() id: string, @Body(validatedBody) changes: SimulationChanges): Promise<SimulationBody> {
    await this.commands.execute(new StartSimulation(id, toChanges(changes)));
    return this.read(id);
  }

  @Delete('campaigns/:id/simulation')
  @ApiOperation({ summary: 'Stops the simulation of a campaign', description: 'Also when there is none. What it has sent stays counted.' })
  @ApiJson(200, 'Its last state', simulationSchema)
  @ApiProblems(404, 422, 503)
  async stop(@CampaignId() id: string): Promise<SimulationBody> {
    await this.commands.execute(new StopSimulation(id));
    return this.read(id);
  }

  @Post('campaigns/:id/simulation/crash')
  @HttpCode(202)
  @ApiOperation({ summary: 'Makes the simulation of a campaign crash', description: 'To see that it is started again, that nothing is lost or counted twice, and that it is given up after the sixth crash within two minutes.' })
  @ApiJson(202, 'It crashes within a second', simulationSchema)
  @ApiProblems(404, 409, 422, 503)
  async crash(@CampaignId() id: string): Promise<SimulationBody> {
    await this.commands.execute(new CrashSimulation(id));
    return this.read(id);
  }
}
