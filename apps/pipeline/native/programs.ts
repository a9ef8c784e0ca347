import { join } from 'node:path';
import { Refusal } from '../../../tools/refusal.mjs';
import { runProgram } from '../../../tools/run-program.mjs';

/** Flink 2.2 and Kafka 4.2 both run on it; Kafka's broker on nothing older. */
const oldestJava = 17;

const PROGRAMS = {
  java: { name: `Java ${oldestJava} or newer`, debianPackage: 'default-jre-headless', answers: async () => ((await javaVersion()) ?? 0) >= oldestJava },
  mvn: { name: 'Maven (mvn)', debianPackage: 'maven', answers: () => works('mvn', '--version') },
  pip: { name: 'pip (python3 -m pip)', debianPackage: 'python3-pip', answers: () => works('python3', '-m', 'pip', '--version') },
};

/** JAVA_HOME counts for Maven, so it counts here. */
export const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';

/** @throws {Refusal} naming all that are missing, and how Debian and Ubuntu call them */
export async function requirePrograms(names: (keyof typeof PROGRAMS)[]): Promise<void> {
  const answers = await Promise.all(names.map((name) => PROGRAMS[name].answers()));
  const missing = names.filter((_, index) => !answers[index]).map((name) => PROGRAMS[name]);
  if (missing.length === 0) return;
  throw new Refusal(
    `To run Kafka and Flink without Docker, this machine lacks ${missing.map(({ name }) => name).join(', ')}.\n` +
      `Debian and Ubuntu: sudo apt-get install ${missing.map(({ debianPackage }) => debianPackage).join(' ')}`,
  );
}

async function javaVersion(): Promise<number | undefined> {
  const { ok, output } = await runProgram(java, ['-version']);
  return ok ? Number(/version "(\d+)/.exec(output)?.[1]) : undefined;
}

async function works(program: string, ...args: string[]): Promise<boolean> {
  return (await runProgram(program, args)).ok;
}
