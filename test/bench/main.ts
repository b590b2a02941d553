import { readFile, writeFile } from 'node:fs/promises';
import { activation } from './activation.ts';
import { api } from './api.ts';
import { cold } from './cold.ts';
import { concurrentEnvironments } from './environments.ts';
import { fluid } from './fluid.ts';
import { hotReload } from './hotReload.ts';
import { load } from './load.ts';
import { type Row, table } from './measure.ts';
import { page } from './page.ts';
import { prediction } from './prediction/prediction.ts';
import { signing } from './signing/signing.ts';
import { simulation } from './simulation.ts';
import { streaming } from './streaming.ts';
import { warm } from './warm.ts';

const benches: Readonly<Record<string, () => Promise<Row | readonly Row[]>>> = {
  warm,
  cold,
  hotReload,
  streaming,
  environments: concurrentEnvironments,
  api,
  activation,
  prediction,
  simulation,
  signing,
  fluid,
  load,
  page,
};

/** Runs the benches named on the command line, or all; `--write` puts their rows into the README's table, in place of those of the same names. */
async function main(args: readonly string[]): Promise<void> {
  const names = args.filter((arg) => !arg.startsWith('--'));
  const rows: Row[] = [];
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    process.stderr.write(`${name} …\n`);
    rows.push(...[await bench()].flat());
  }
  console.log(table(rows));
  if (args.includes('--write')) await writeReadme(rows);
}

async function writeReadme(rows: readonly Row[]): Promise<void> {
  const file = new URL('../../README.md', import.meta.url);
  const readme = await readFile(file, 'utf8');
  const place = /(?<=<!-- bench -->\n)[\s\S]*?(?=<!-- \/bench -->)/;
  const [before] = place.exec(readme) ?? [];
  if (before === undefined) throw new Error('README.md has no place for the table, between <!-- bench --> and <!-- /bench -->.');
  await writeFile(file, readme.replace(place, () => merged(before, table(rows))));
}

/** The lines of a table with those of a newer one: what has the same name is replaced, what is new comes last. */
function merged(before: string, now: string): string {
  const nameOf = (line: string): string => line.split(' | ')[0] ?? '';
  const fresh = new Map(linesOf(now).map((line) => [nameOf(line), line]));
  const kept = linesOf(before).map((line) => {
    const newer = fresh.get(nameOf(line));
    fresh.delete(nameOf(line));
    return newer ?? line;
  });
  return `${[...kept, ...fresh.values()].join('\n')}\n`;
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

await main(process.argv.slice(2));
