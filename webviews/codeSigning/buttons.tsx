import type { JSX } from 'preact';
import type { CodeSigningAction } from '../../src/protocol/webview/codeSigning.ts';
import type { SigningActionLabel } from '../../src/protocol/webview/codeSigningStrings.ts';
import { fill } from '../shared/format.ts';
import type { Mend } from './function/mends.ts';
import { Icon, type IconName } from './icons.tsx';
import type { View } from './view.ts';

interface ActButtonProps {
  readonly view: View;
  readonly label: SigningActionLabel;
  readonly action: CodeSigningAction;
  readonly subject?: string;
  /** What it acts on, where the button's place alone shows it. */
  readonly on?: string;
  readonly kind?: 'primary' | 'text-button' | 'link';
}

/** Asks the host for an action; it asks the user for what it needs. */
export function ActButton({ view: { model, strings }, label, action, subject, on, kind = 'text-button' }: ActButtonProps): JSX.Element {
  const text = strings.actions[label];
  return (
    <button
      type="button" class={kind} onClick={() => model.act(action, subject)}
      {...(on !== undefined && { 'aria-label': fill(strings.actionOn, text, on) })}
    >
      {text}
    </button>
  );
}

interface MendButtonsProps {
  readonly view: View;
  readonly mends: readonly Mend[];
  /** The first is the one to press. */
  readonly lead?: boolean;
  readonly on?: string;
}

/** The actions that mend what is wrong, what serves best first. */
export function MendButtons({ view, mends, lead = false, on }: MendButtonsProps): JSX.Element {
  const { model, strings } = view;
  return (
    <div class="mends">
      {mends.map(({ label, action, subject }, index) => {
        const kind = lead ? (index === 0 ? 'primary' : 'text-button') : 'link';
        if (action === 'refresh') return <button key={label} type="button" class={kind} onClick={() => model.refresh()}>{strings.actions[label]}</button>;
        return <ActButton key={label} view={view} label={label} action={action} kind={kind} {...(subject !== undefined && { subject })} {...(on !== undefined && { on })} />;
      })}
    </div>
  );
}

interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

export function IconButton({ icon, label, disabled = false, onClick }: IconButtonProps): JSX.Element {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

/** A text that one may want elsewhere, and the button that copies it. */
export function Copyable({ view, text, shown = text, name }: { readonly view: View; readonly text: string; readonly shown?: string; readonly name: string }): JSX.Element {
  const { model, strings } = view;
  return (
    <span class="copyable">
      <code title={text}>{shown}</code>
      <IconButton icon="copy" label={fill(strings.copy, name)} onClick={() => model.copy(text, name)} />
    </span>
  );
}
