import type { Pool } from 'pg';
import { pipelineUnavailable } from '../../application/errors.ts';
import type { DeviceMinute, DeviceMinuteStore } from '../../application/ports.ts';
import { notSaved } from './not-saved.ts';

const BETWEEN = `
  SELECT date_part('epoch', minute) * 1000 AS minute, device_type AS "deviceType", impressions::float8, clicks::float8, users::float8,
         mean_time_to_click_ms AS "meanTimeToClickMs"
  FROM device_minutes WHERE minute >= to_timestamp($1) AND minute < to_timestamp($2)`;

const SAVE = `
  INSERT INTO device_minutes AS d (minute, device_type, impressions, clicks, users, mean_time_to_click_ms)
  SELECT to_timestamp(minute), device_type, impressions, clicks, users, mean_time_to_click_ms
  FROM unnest($1::float8[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::float8[])
    AS t (minute, device_type, impressions, clicks, users, mean_time_to_click_ms)
  ORDER BY 1, 2
  ON CONFLICT (minute, device_type) DO UPDATE
  SET impressions = excluded.impressions, clicks = excluded.clicks, users = excluded.users, mean_time_to_click_ms = excluded.mean_time_to_click_ms
  WHERE excluded.impressions >= d.impressions AND excluded.clicks >= d.clicks
    AND (excluded.impressions, excluded.clicks, excluded.users, excluded.mean_time_to_click_ms) IS DISTINCT FROM (d.impressions, d.clicks, d.users, d.mean_time_to_click_ms)`;

export class PostgresDeviceMinuteStore implements DeviceMinuteStore {
  constructor(private readonly pool: Pool) {}

  async between(from: number, to: number): Promise<DeviceMinute[]> {
    try {
      return (await this.pool.query<DeviceMinute>({ name: 'device-minutes', text: BETWEEN, values: [from / 1000, to / 1000] })).rows;
    } catch (error) {
      throw pipelineUnavailable(error);
    }
  }

  async save(minutes: readonly DeviceMinute[]): Promise<void> {
    if (minutes.length === 0) return;
    const column = <Value>(valueOf: (minute: DeviceMinute) => Value): Value[] => minutes.map(valueOf);
    const values = [
      column(({ minute }) => minute / 1000),
      column(({ deviceType }) => deviceType),
      column(({ impressions }) => impressions),
      column(({ clicks }) => clicks),
      column(({ users }) => users),
      column(({ meanTimeToClickMs }) => meanTimeToClickMs),
    ];
    try {
      await this.pool.query({ name: 'save-device-minutes', text: SAVE, values });
    } catch (error) {
      throw notSaved(error);
    }
  }
}
