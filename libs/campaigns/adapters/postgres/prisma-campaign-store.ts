import { Prisma, type PrismaClient } from '../../../platform/prisma/client/client.ts';
import type { Campaign as Row } from '../../../platform/prisma/client/client.ts';
import { campaignsUnavailable } from '../../application/errors.ts';
import type { CampaignFilter, CampaignPage, CampaignSort, CampaignStore, PageQuery, UpdateResult } from '../../application/ports.ts';
import type { Campaign, CampaignSettings } from '../../domain/campaign.ts';
import type { StatusAt } from '../../domain/pauses.ts';

type Transaction = Prisma.TransactionClient;

const KEPT_STATUSES = 1_000;

/** By what each order sorts. Names sort regardless of case; byte order makes the rest the same on every machine. */
const SORT_KEYS: Record<CampaignSort, Prisma.Sql> = {
  name: Prisma.sql`lower(name) COLLATE "C"`,
  id: Prisma.sql`id`,
  daily_budget: Prisma.sql`daily_budget::float8`,
  status: Prisma.sql`status::text COLLATE "C"`,
  created_at: Prisma.sql`date_part('epoch', created_at) * 1000`,
  updated_at: Prisma.sql`date_part('epoch', updated_at) * 1000`,
};

/** {@link CampaignStore} in PostgreSQL. */
export class PrismaCampaignStore implements CampaignStore {
  constructor(private readonly prisma: PrismaClient) {}

  async create({ id, ...settings }: { id: string } & CampaignSettings, now: number): Promise<Campaign | undefined> {
    try {
      return await this.prisma.$transaction(async (transaction) => {
        const last = await transaction.campaignRevision.aggregate({ where: { campaignId: id }, _max: { version: true } });
        const version = (last._max.version ?? 0) + 1;
        const time = new Date(now);
        const row = await transaction.campaign.create({ data: { id, ...settings, version, statusSince: time, createdAt: time, updatedAt: time } });
        await keepRevision(transaction, row);
        return toCampaign(row);
      });
    } catch (error) {
      if (isPrismaError(error, 'P2002')) return undefined;
      throw campaignsUnavailable(error);
    }
  }

  async update(id: string, changes: Partial<CampaignSettings>, version: number | undefined, now: number): Promise<UpdateResult> {
    for (;;) {
      const result = await this.run((prisma) => prisma.$transaction((transaction) => tryUpdate(transaction, id, changes, version, new Date(now))));
      if (result !== 'overtaken') return result;
    }
  }

  async delete(id: string): Promise<Campaign | undefined> {
    try {
      return toCampaign(await this.prisma.campaign.delete({ where: { id } }));
    } catch (error) {
      if (isPrismaError(error, 'P2025')) return undefined;
      throw campaignsUnavailable(error);
    }
  }

  async find(id: string): Promise<Campaign | undefined> {
    const row = await this.run((prisma) => prisma.campaign.findUnique({ where: { id } }));
    return row === null ? undefined : toCampaign(row);
  }

  async findAll(ids: readonly string[]): Promise<Campaign[]> {
    return (await this.run((prisma) => prisma.campaign.findMany({ where: { id: { in: [...ids] } } }))).map(toCampaign);
  }

  async page({ sort, descending, limit, after, ...filter }: PageQuery): Promise<CampaignPage> {
    const key = SORT_KEYS[sort];
    const comparison = descending ? Prisma.sql`<` : Prisma.sql`>`;
    const direction = descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
    const beyond = after === undefined ? Prisma.sql`true` : Prisma.sql`(${key}, id) ${comparison} (${after.value}, ${after.id})`;
    const found = await this.run(
      (prisma) => prisma.$queryRaw<{ id: string; value: string | number }[]>`
        SELECT id, ${key} AS value FROM campaigns
        WHERE ${matches(filter)} AND ${beyond}
        ORDER BY 2 ${direction}, 1 ${direction} LIMIT ${limit + 1}`,
    );
    const shown = found.slice(0, limit);
    const campaigns = new Map((await this.findAll(shown.map(({ id }) => id))).map((campaign) => [campaign.id, campaign]));
    const last = shown.at(-1);
    return {
      // One that was deleted between the two reads is left out.
      campaigns: shown.flatMap(({ id }) => campaigns.get(id) ?? []),
      end: found.length > limit && last !== undefined ? { value: last.value, id: last.id } : undefined,
    };
  }

  async ids(filter: CampaignFilter): Promise<string[]> {
    const rows = await this.run((prisma) => prisma.$queryRaw<{ id: string }[]>`SELECT id FROM campaigns WHERE ${matches(filter)}`);
    return rows.map(({ id }) => id);
  }

  async names(): Promise<Map<string, string>> {
    const rows = await this.run((prisma) => prisma.campaign.findMany({ select: { id: true, name: true } }));
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async statuses(id: string): Promise<StatusAt[]> {
    const query = { where: { campaignId: id }, orderBy: { version: 'desc' }, take: KEPT_STATUSES, select: { status: true, createdAt: true } } as const;
    const rows = await this.run((prisma) => prisma.campaignRevision.findMany(query));
    return rows.map(({ status, createdAt }) => ({ status, at: createdAt.getTime() })).reverse();
  }

  private async run<T>(ask: (prisma: PrismaClient) => Promise<T>): Promise<T> {
    try {
      return await ask(this.prisma);
    } catch (error) {
      throw campaignsUnavailable(error);
    }
  }
}

async function tryUpdate(transaction: Transaction, id: string, changes: Partial<CampaignSettings>, version: number | undefined, time: Date): Promise<UpdateResult | 'overtaken'> {
  const row = await transaction.campaign.findUnique({ where: { id } });
  if (row === null) return { status: 'missing' };
  const campaign = toCampaign(row);
  if (version !== undefined && version !== campaign.version) {
    const base = await transaction.campaignRevision.findUnique({ where: { campaignId_version: { campaignId: id, version } } });
    return { status: 'stale', campaign, base: base === null ? undefined : settingsOf(base) };
  }
  const changed = Object.entries(changes).filter(([field, value]) => value !== campaign[field as keyof CampaignSettings]);
  if (changed.length === 0) return { status: 'updated', campaign };
  const statusSince = changes.status !== undefined && changes.status !== campaign.status ? { statusSince: time } : {};
  const [updated] = await transaction.campaign.updateManyAndReturn({
    where: { id, version: campaign.version },
    data: { ...Object.fromEntries(changed), ...statusSince, version: campaign.version + 1, updatedAt: time },
  });
  if (updated === undefined) return 'overtaken';
  await keepRevision(transaction, updated);
  return { status: 'updated', campaign: toCampaign(updated) };
}

async function keepRevision(transaction: Transaction, { id, version, name, dailyBudget, status, timeZone, updatedAt }: Row): Promise<void> {
  await transaction.campaignRevision.create({ data: { campaignId: id, version, name, dailyBudget, status, timeZone, createdAt: updatedAt } });
}

function settingsOf({ name, dailyBudget, status, timeZone }: Pick<Row, 'name' | 'dailyBudget' | 'status' | 'timeZone'>): CampaignSettings {
  return { name, dailyBudget: Number(dailyBudget), status, timeZone };
}

function toCampaign(row: Row): Campaign {
  return {
    id: row.id,
    ...settingsOf(row),
    statusSince: row.statusSince.getTime(),
    version: row.version,
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}

function matches({ search = '', status }: CampaignFilter): Prisma.Sql {
  const found = Prisma.sql`(position(lower(${search}) IN lower(name)) > 0 OR position(lower(${search}) IN lower(id)) > 0)`;
  return Prisma.sql`${search === '' ? Prisma.sql`true` : found} AND ${status === undefined ? Prisma.sql`true` : Prisma.sql`status = ${status}::campaign_status`}`;
}

/** https://www.prisma.io/docs/orm/reference/error-reference */
function isPrismaError(error: unknown, code: string): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === code;
}
