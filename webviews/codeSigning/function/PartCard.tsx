import type { JSX } from 'preact';
import { signatureChecks } from '../../../src/lambda/signing/verification.ts';
import type { SignedPart } from '../../../src/protocol/webview/codeSigning.ts';
import { fill } from '../../shared/format.ts';
import { Copyable, MendButtons } from '../buttons.tsx';
import { Icon, type IconName } from '../icons.tsx';
import { StandingMark } from '../StandingMark.tsx';
import { partStanding } from '../standing.ts';
import { checkText, isNoteOfMismatch, type Weight, weightOf } from './checkText.ts';
import { Evidence } from './Evidence.tsx';
import type { FunctionProps } from './functionProps.ts';
import { mendsOf } from './mends.ts';

export interface PartProps extends FunctionProps {
  readonly part: SignedPart;
}

const weightIcons: Readonly<Record<Weight, IconName>> = { passed: 'passed', stops: 'cross', warning: 'warning', skipped: 'skipped' };

/** The package or a layer: its four checks, and on what they go. */
export function PartCard(props: PartProps): JSX.Element {
  const { view, signing, part } = props;
  const { strings } = view;
  return (
    <article class="card part">
      <header class="card-head">
        <Icon name={part.kind} />
        <h3>
          <span class="kind">{strings[part.kind]}</span> {part.name}
        </h3>
        <StandingMark standing={partStanding(part, signing.config !== undefined)} strings={strings} />
      </header>
      {part.problem !== undefined && (
        <p class="problem">
          <strong>{strings.notRead}</strong> {part.problem}
        </p>
      )}
      {part.verification !== undefined && <CheckTable {...props} />}
      {part.note !== undefined && !isNoteOfMismatch(part) && <p class="note">{part.note}</p>}
      {part.verification?.signature !== undefined && <Evidence view={view} name={part.name} verification={part.verification} />}
      {part.verification === undefined && part.kind === 'layer' && <Copyable view={view} text={part.arn} name={strings.arn} />}
    </article>
  );
}

function CheckTable({ view, signing, part }: PartProps): JSX.Element {
  const { strings } = view;
  return (
    <table class="checks" role="table" aria-label={part.name}>
      <thead class="visually-hidden" role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">{strings.checkColumn}</th>
          <th scope="col" role="columnheader">{strings.verdictColumn}</th>
          <th scope="col" role="columnheader">{strings.reasonColumn}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">{signatureChecks.map((check) => <CheckRow key={check} view={view} signing={signing} part={part} check={check} />)}</tbody>
    </table>
  );
}

function CheckRow({ view, signing, part, check }: PartProps & { readonly check: (typeof signatureChecks)[number] }): JSX.Element | null {
  const { strings, formats, model } = view;
  const outcome = part.verification?.checks[check];
  if (outcome === undefined) return null;
  const weight = weightOf(outcome, check, signing.config);
  const mends = outcome.verdict === 'failed' && signing.config !== undefined ? mendsOf(outcome.reason, part, signing) : [];
  return (
    <tr class={weight} role="row">
      <th scope="row" role="rowheader">{strings.checks[check]}</th>
      <td class="word" role="cell">
        <span class="mark">
          <Icon name={weightIcons[weight]} />
          {strings.verdicts[outcome.verdict]}
        </span>
      </td>
      <td class="why" role="cell">
        {checkText(check, outcome, part, signing.config !== undefined, { strings, formats, now: model.now() })}
        {outcome.verdict === 'failed' && outcome.entry !== undefined && ` ${fill(strings.atEntry, outcome.entry)}`}
        {mends.length > 0 && <MendButtons view={view} mends={mends} on={part.name} />}
      </td>
    </tr>
  );
}
