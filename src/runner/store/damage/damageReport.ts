import type { Damage } from '../leveldb/inspect.ts';

export interface DamageFacts {
  readonly dataFolder: string;
  /** Where the files lie as they were. */
  readonly aside: string;
  readonly damages: readonly Damage[];
  /** How many could be read. */
  readonly documents: number;
  readonly lostChanges: number;
}

const shown = 10;

/** What a user is told whose data was damaged. */
export function damageReport({ dataFolder, aside, damages, documents, lostChanges }: DamageFacts): string {
  const more = damages.length > shown ? ` And ${damages.length - shown} more.` : '';
  return (
    `Files in the data folder ${dataFolder} are damaged. ` +
    damages
      .slice(0, shown)
      .map(({ file, what }) => `${file} ${what}.`)
      .join(' ') +
    more +
    ` ${documents} documents could be read and are served. ` +
    (lostChanges > 0 ? `At least ${lostChanges} changes are lost. ` : 'How much is lost, if anything, cannot be told. ') +
    `All files were set aside as they were, in ${aside}: while that folder is there, code that no function names is kept too. ` +
    'Remove it when you need it no more.'
  );
}
