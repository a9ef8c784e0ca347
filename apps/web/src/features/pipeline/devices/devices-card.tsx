import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { formatCount, formatShare } from '../../../shared/format.ts';
import { formatMinute } from '../../../shared/format-time.ts';
import { devicesQuery } from '../api/get-devices.ts';
import card from '../card.module.css';
import { MinuteAxis } from '../charts/minute-axis.tsx';
import { Spark } from '../charts/spark.tsx';
import { barsPath, linePath } from '../charts/spark-paths.ts';
import { useMinutes } from '../charts/use-minutes.ts';
import { usePointed } from '../charts/use-pointed.ts';
import { ctrsOf } from '../charts/ctrs-of.ts';
import { Part } from '../part.tsx';
import { TableHead } from '../table-head.tsx';
import table from '../table.module.css';
import type { DeviceEngagement, Devices } from '../types.ts';
import { deviceFigures } from './device-figures.ts';
import { timeToClickWords } from './device-words.ts';

export function DevicesCard({ minutes }: { minutes: number }) {
  const query = useQuery(devicesQuery(minutes));
  return (
    <Part
      title="Engagement by device"
      explanation="What people did on each type of device, over all campaigns, minute by minute"
      query={query}
      height={180}
      testId="devices"
    >
      {(data) => (data.devices.length === 0 ? <p className={card.empty}>No device has shown or clicked anything in the last {minutes} minutes.</p> : <Table data={data} />)}
    </Part>
  );
}

function Table({ data: { from, devices } }: { data: Devices }) {
  const times = useMinutes(from, devices[0]?.points.length ?? 0);
  const { pointed, pointAt } = usePointed(times);
  const at = pointed === null ? `${times.length} min` : `at ${formatMinute(times[pointed] ?? from)}`;
  // One scale for all of them: that is what they are compared by.
  const most = Math.max(1, ...devices.flatMap(({ points }) => points.map(({ impressions }) => impressions)));
  const highest = Math.max(0, ...devices.flatMap(({ points }) => ctrsOf(points).map((ctr) => ctr ?? 0))) || 1;
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Device</th>
            <th scope="col" className={table.half} title="Impressions of each minute, all devices on one scale. The last minute is still running.">
              <span className={table.chartHead}>Impressions</span>
              <MinuteAxis minutes={times} pointed={pointed} onPoint={pointAt} />
            </th>
            <th scope="col" className={table.half} title="CTR of each minute, all devices on one scale. The last minute is still running.">
              <span className={table.chartHead}>CTR</span>
              <span className={table.chartHead}>{pointed === null ? 'per minute' : at}</span>
            </th>
            <TableHead name="Impressions" at={at} title="Impressions that happened in this time" />
            <TableHead name="Clicks" at={at} title="Clicks that happened in this time" />
            <TableHead name="CTR" at={at} title="Click-through rate: clicks divided by impressions" />
            <TableHead name="Users" at={pointed === null ? 'per minute' : at} title="Different users of a minute; without pointing at one, the mean of all minutes that are over. The same user may be in several minutes." />
            <TableHead name="To click" at={at} title="Mean time from an impression to its click, of clicks that name their impression" />
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <Row key={device.device_type} {...{ device, pointed, most, highest }} onPoint={pointAt} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  device: DeviceEngagement;
  pointed: number | null;
  /** The heads of both scales. */
  most: number;
  highest: number;
  onPoint: (place: number | null) => void;
}

const Row = memo(
  function Row({ device, pointed, most, highest, onPoint }: RowProps) {
    const { device_type: type, points } = device;
    const { impressions, clicks, ctr, users, timeToClick } = deviceFigures(device, pointed);
    return (
      <tr data-device={type}>
        <th scope="row">{type}</th>
        <td>
          <Spark
            kind="bars"
            path={barsPath(points.map((point) => point.impressions), most)}
            color="var(--fd-impressions)"
            count={points.length}
            pointed={pointed}
            label={`${formatCount(device.impressions)} impressions`}
            onPoint={onPoint}
          />
        </td>
        <td>
          <Spark
            kind="line"
            path={linePath(ctrsOf(points), highest)}
            color="var(--fd-ctr)"
            count={points.length}
            pointed={pointed}
            label={`CTR ${formatShare(device.ctr)}`}
            onPoint={onPoint}
          />
        </td>
        <td className={table.figure}>{formatCount(impressions)}</td>
        <td className={table.figure}>{formatCount(clicks)}</td>
        <td className={table.figure}>{formatShare(ctr)}</td>
        <td className={table.figure}>{formatCount(users)}</td>
        <td className={table.figure}>{timeToClickWords(timeToClick)}</td>
      </tr>
    );
  },
  (a, b) => a.pointed === b.pointed && a.most === b.most && a.highest === b.highest && a.onPoint === b.onPoint && JSON.stringify(a.device) === JSON.stringify(b.device),
);
