import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Deployed, deployment } from '../deployed.ts';
import { eventually } from '../eventually.ts';
import { isAlive } from '../isAlive.ts';
import type { Called } from '../lambdaClient.ts';
import type { Step } from './steps.ts';

/** The runtime of `f`: a bootstrap that plays steps. */
export const bootstrap = `#!${process.execPath}\n${readFileSync(join(import.meta.dirname, 'player.cjs'), 'utf8')}`;

const SeenJson = v.object({
  status: v.optional(v.number()),
  errorType: v.optional(v.string()),
  /** It was an event: another one, or the same again. */
  event: v.optional(v.picklist(['new', 'again'])),
  bytes: v.optional(v.number()),
  closed: v.optional(v.literal(true)),
  pid: v.optional(v.number()),
});

/** What a runtime was answered. */
export type Seen = v.InferOutput<typeof SeenJson>;

export interface Scripted extends Deployed {
  /** Invokes `f` with steps. */
  readonly play: (...steps: readonly (Step | readonly Step[])[]) => Promise<Called & { readonly tail: string }>;
  /** What runtimes were answered so far under that label: one answer at least, which is waited for. */
  readonly seen: (label: string) => Promise<readonly Seen[]>;
  readonly pids: () => Promise<readonly number[]>;
  /** Nothing is left of its environments: no process, no file. */
  readonly leavesNothing: (pids: readonly number[]) => Promise<void>;
}

/** A region with a function `f` that plays what its events say; `begins`: what it plays before its first event. */
export async function scripted(more: object = {}, begins: readonly Step[] = [], from: 'file' | 'variable' = 'file'): Promise<Scripted> {
  const deployed = await deployment();
  const { region } = deployed;
  const file = from === 'file' ? [{ name: 'script.json', content: JSON.stringify(begins) }] : [];
  await deployed.create([{ name: 'bootstrap', content: bootstrap, mode: 0o100755 }, ...file], {
    Runtime: 'provided.al2023',
    Handler: 'any',
    ...(from === 'variable' && { Environment: { Variables: { SCRIPT: JSON.stringify(begins) } } }),
    ...more,
  });
  return {
    ...deployed,
    play: (...steps) => deployed.call({ steps: steps.flat() }),
    seen: (label) => eventually(() => notEmpty(seenIn(deployed.log(), label))),
    pids: async () => (await region.state()).environments.flatMap(({ pid }) => pid ?? []),
    async leavesNothing(pids) {
      await region.retireAll();
      await eventually(() => pids.every((pid) => !isAlive(pid)) || undefined);
      await eventually(async () => (await readdir(join(region.dataFolder, 'environments')).catch(() => [])).length === 0 || undefined);
    },
  };
}

/** What the lines `SAW label json` of a log say. */
function seenIn(log: string, label: string): readonly Seen[] {
  const lines = [...log.matchAll(/SAW (\w+) (\{.*\})/g)].filter((match) => match[1] === label);
  return lines.map((match) => v.parse(v.pipe(v.string(), v.parseJson(), SeenJson), match[2]));
}

function notEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
