import { formatCount } from '../../shared/format.ts';
import classes from './simulation-panel.module.css';
import { differenceWords } from './simulation-words.ts';
import type { Simulation } from './types.ts';

/** Both sides count for themselves: what the simulator has sent, and what Flightdeck has stored of it. */
export function LedgerTable({ simulation }: { simulation: Simulation }) {
  const { sent, counted, counted_later, agrees, resent, held_back } = simulation;
  const difference = differenceWords(simulation);
  return (
    <>
      <table className={classes.ledger} data-testid="ledger">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">What</span>
            </th>
            <th scope="col" title="Deliveries that were acknowledged to the simulator">
              Sent
            </th>
            <th scope="col" title="Read from what Flightdeck has stored, not from the simulator">
              Counted
            </th>
          </tr>
        </thead>
        <tbody>
          <Line name="Impressions" sent={sent.impressions} counted={counted.impressions} />
          <Line name="Clicks" sent={sent.clicks} counted={counted.clicks} />
          <Line name="Repeats · duplicates" sent={sent.repeats} counted={counted.duplicates} />
        </tbody>
      </table>
      <p className={classes.agreement} data-agrees={agrees} data-testid="agreement">
        {agrees ? <span>✓ Both agree.</span> : <span>{counted_later ? difference : `≠ ${difference}`}</span>}
        {resent > 0 && <span> {formatCount(resent)} sent again after a crash, and recognised.</span>}
        {held_back > 0 && <span> {formatCount(held_back)} held back because the server was busy.</span>}
      </p>
    </>
  );
}

function Line({ name, sent, counted }: { name: string; sent: number; counted: number }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{formatCount(sent)}</td>
      <td>{formatCount(counted)}</td>
    </tr>
  );
}
