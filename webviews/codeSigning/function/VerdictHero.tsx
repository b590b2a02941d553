import type { JSX } from 'preact';
import { MendButtons } from '../buttons.tsx';
import { Icon } from '../icons.tsx';
import { standingIcons } from '../StandingMark.tsx';
import type { FunctionProps } from './functionProps.ts';
import { verdictOf } from './verdict.ts';

/** What a deployment would do now, in one sentence, and what mends it. */
export function VerdictHero({ view, signing }: FunctionProps): JSX.Element {
  const { strings, formats, model } = view;
  const { standing, headline, notes, mends } = verdictOf(signing, { strings, formats, now: model.now() });
  return (
    <section class={`hero ${standing}`}>
      <Icon name={standingIcons[standing]} size={28} />
      <div>
        <p class="headline">{headline}</p>
        {notes.map((note) => <p key={note} class="note">{note}</p>)}
        {mends.length > 0 && <MendButtons view={view} mends={mends} lead={standing !== 'trusted'} />}
      </div>
    </section>
  );
}
