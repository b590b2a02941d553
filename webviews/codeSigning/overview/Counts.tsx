import type { JSX } from 'preact';
import type { SigningCount } from '../../../src/protocol/webview/codeSigningStrings.ts';
import { Icon, type IconName } from '../icons.tsx';
import type { View } from '../view.ts';
import { signingCounts } from './overviewRows.ts';

const icons: Readonly<Partial<Record<SigningCount, IconName>>> = { signed: 'shield', unsigned: 'skipped', blocked: 'cross', expiring: 'clock' };

/** How many functions are signed, unsigned, blocked and about to expire: each shows those alone. */
export function Counts({ view: { model, strings, formats } }: { readonly view: View }): JSX.Element {
  const counts = model.counts.value;
  const chosen = model.count.value;
  return (
    <div class="counts" role="group" aria-label={strings.countsLabel}>
      {signingCounts.map((count) => {
        const icon = icons[count];
        return (
          <button
            key={count} type="button" class={`count ${count}${counts[count] === 0 ? ' zero' : ''}`} aria-pressed={chosen === count}
            onClick={() => model.narrow(model.filter.peek(), chosen === count ? 'all' : count)}
          >
            <strong>{formats.count(counts[count])}</strong>
            <span class="count-name">
              {icon !== undefined && <Icon name={icon} size={14} />}
              {strings.counts[count]}
            </span>
          </button>
        );
      })}
    </div>
  );
}
