import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsInt, IsNumber, IsObject, Max, Min, Validate, ValidateIf, ValidateNested, ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import { LIMITS, SCENARIOS, type Scenario, type SimulationSettings } from '../../../../libs/traffic/domain/simulation-settings.ts';

const range = (min: number, max: number): string => `from ${min} to ${max.toLocaleString('en')}`;
const numberWithin = (min: number, max: number) => ({ message: `must be a number ${range(min, max)}` });

const RATE = numberWithin(LIMITS.rate.min, LIMITS.rate.max);
const CTR = numberWithin(0, 1);
const SHARE = numberWithin(LIMITS.duplicateShare.min, LIMITS.duplicateShare.max);
const DURATION = { message: `must be a whole number of seconds ${range(LIMITS.durationSeconds.min, LIMITS.durationSeconds.max)}, or null` };
const MIX = { message: 'must be an object with mobile, desktop and tablet' };
const WEIGHT = { message: 'must be a number of 0 or more' };
export const HIGHEST_WEIGHT = 1_000_000;

/** Unlike null, which would be a value. */
const isGiven = (_: unknown, value: unknown): boolean => value !== undefined;

@ValidatorConstraint()
class SomeDevice implements ValidatorConstraintInterface {
  validate(mix: DeviceMix | null): boolean {
    return mix === null || mix.mobile !== 0 || mix.desktop !== 0 || mix.tablet !== 0;
  }
}

class DeviceMix {
  @IsDefined()
  @IsNumber({}, WEIGHT)
  @Min(0, WEIGHT)
  @Max(HIGHEST_WEIGHT, { message: `must be at most ${HIGHEST_WEIGHT.toLocaleString('en')}` })
  mobile!: number;

  @IsDefined()
  @IsNumber({}, WEIGHT)
  @Min(0, WEIGHT)
  @Max(HIGHEST_WEIGHT, { message: `must be at most ${HIGHEST_WEIGHT.toLocaleString('en')}` })
  desktop!: number;

  @IsDefined()
  @IsNumber({}, WEIGHT)
  @Min(0, WEIGHT)
  @Max(HIGHEST_WEIGHT, { message: `must be at most ${HIGHEST_WEIGHT.toLocaleString('en')}` })
  tablet!: number;
}

/** The body of `PUT …/simulation`: any of the settings. */
export class SimulationChanges {
  @ValidateIf(isGiven)
  @IsIn(SCENARIOS, { message: `must be one of ${SCENARIOS.join(', ')}` })
  scenario?: Scenario;

  @ValidateIf(isGiven)
  @IsNumber({}, RATE)
  @Min(LIMITS.rate.min, RATE)
  @Max(LIMITS.rate.max, RATE)
  rate?: number;

  @ValidateIf(isGiven)
  @IsNumber({}, CTR)
  @Min(0, CTR)
  @Max(1, CTR)
  ctr?: number;

  @ValidateIf(isGiven)
  @IsObject(MIX)
  @ValidateNested(MIX)
  @Validate(SomeDevice, { message: 'must have a share above 0' })
  @Type(() => DeviceMix)
  device_mix?: DeviceMix;

  @ValidateIf(isGiven)
  @IsNumber({}, SHARE)
  @Min(LIMITS.duplicateShare.min, SHARE)
  @Max(LIMITS.duplicateShare.max, SHARE)
  duplicate_share?: number;

  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsInt(DURATION)
  @Min(LIMITS.durationSeconds.min, DURATION)
  @Max(LIMITS.durationSeconds.max, DURATION)
  duration_seconds?: number | null;
}

/** What of the settings is to change; what was not given is not in it. */
export function toChanges({ scenario, rate, ctr, device_mix: mix, duplicate_share: duplicateShare, duration_seconds: durationSeconds }: SimulationChanges): Partial<SimulationSettings> {
  const deviceMix = mix && { mobile: mix.mobile, desktop: mix.desktop, tablet: mix.tablet };
  const all = { scenario, rate, ctr, deviceMix, duplicateShare, durationSeconds };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
