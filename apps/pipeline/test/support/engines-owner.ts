import { startEngines } from '../../native/engines.ts';

/** A program that owns engines in the folder it is given, says which processes they are, and waits to be killed. */
const [folder = ''] = process.argv.slice(2);
const { broker, jobManager, taskManager, gateway } = await startEngines({ folder });
console.log(JSON.stringify([broker, jobManager, taskManager, gateway].map(({ pid }) => pid)));
