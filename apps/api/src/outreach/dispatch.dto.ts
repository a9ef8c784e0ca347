import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, MinLength } from 'class-validator';

const LIMIT = { message: 'must be a whole number from 1 to 100' };

export class DispatchesQuery {
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value))
  @IsInt(LIMIT) @Min(1, LIMIT) @Max(100, LIMIT)
  @ApiPropertyOptional({ type: 'integer', default: 20, minimum: 1, maximum: 100 })
  limit: number = 20;

  @IsOptional() @MinLength(1, { message: 'must be the next_cursor of the page before' })
  @ApiPropertyOptional({ description: 'The next_cursor of the page before.' })
  cursor?: string;
}
