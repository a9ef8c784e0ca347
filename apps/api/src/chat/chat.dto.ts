import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { Allow, IsInt, IsOptional, Max, Min, MinLength } from 'class-validator';
import { MAX_USER_NAME } from '../../../../libs/chat/domain/user-name.ts';

export class NewChatUser {
  /** Anything: `readName` says what is wrong with it. */
  @Allow()
  @ApiProperty({ type: 'string', example: 'Ann', minLength: 1, maxLength: MAX_USER_NAME, description: 'Space around it is dropped; whoever has the same name in another case is the same user.' })
  name: unknown;
}

const DecimalDigits = Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value));
const SEQUENCE = { message: 'must be the sequence of a message' };
const page = (max: number): PropertyDecorator => {
  const LIMIT = { message: `must be a whole number from 1 to ${max}` };
  return (target, key) => [Max(max, LIMIT), Min(1, LIMIT), IsInt(LIMIT), DecimalDigits].forEach((decorate) => decorate(target, key));
};

export class ChatUsersQuery {
  @page(1_000)
  @ApiPropertyOptional({ type: 'integer', default: 200, minimum: 1, maximum: 1_000 })
  limit: number = 200;

  @IsOptional() @MinLength(1, { message: 'must be the next_cursor of the page before' })
  @ApiPropertyOptional({ description: 'The next_cursor of the page before.' })
  cursor?: string;
}

export class ChatMessagesQuery {
  @page(200)
  @ApiPropertyOptional({ type: 'integer', default: 50, minimum: 1, maximum: 200 })
  limit: number = 50;

  @IsOptional() @DecimalDigits @IsInt(SEQUENCE) @Min(0, SEQUENCE)
  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: 'Only older messages than the one with this sequence.' })
  before?: number;

  @IsOptional() @DecimalDigits @IsInt(SEQUENCE) @Min(0, SEQUENCE)
  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: 'Only newer messages than the one with this sequence, and the oldest of them first.' })
  after?: number;

  @IsOptional() @MinLength(1, { message: 'must be the next_cursor of the page before' })
  @ApiPropertyOptional({ description: 'The next_cursor of the page before; instead of before and after.' })
  cursor?: string;
}
