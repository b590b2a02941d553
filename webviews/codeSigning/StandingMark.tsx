import type { JSX } from 'preact';
import type { CodeSigningStrings, SigningStanding } from '../../src/protocol/webview/codeSigningStrings.ts';
import { Icon, type IconName } from './icons.tsx';

export const standingIcons: Readonly<Record<SigningStanding, IconName>> = {
  trusted: 'passed',
  blocked: 'cross',
  counted: 'warning',
  unchecked: 'skipped',
  image: 'skipped',
  unknown: 'question',
};

/** What a deployment would do now: a sign and a word. */
export function StandingMark({ standing, strings }: { readonly standing: SigningStanding; readonly strings: CodeSigningStrings }): JSX.Element {
  return (
    <span class={`mark ${standing}`}>
      <Icon name={standingIcons[standing]} />
      <span>{strings.standings[standing]}</span>
    </span>
  );
}

/** The policy of a configuration, as a badge. */
export function PolicyBadge({ policy, strings }: { readonly policy: 'Warn' | 'Enforce' | undefined; readonly strings: CodeSigningStrings }): JSX.Element {
  const key = policy ?? 'none';
  return (
    <span class={`policy-badge ${key}`} title={strings.policyHelp[key]}>
      {strings.policies[key]}
    </span>
  );
}
