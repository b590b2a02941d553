import type { JSX } from 'preact';
import { Icon } from '../icons.tsx';
import type { View } from '../view.ts';

interface SignerProblemProps {
  readonly view: View;
  readonly problem: string | undefined;
  /** The why is told elsewhere. */
  readonly brief?: boolean;
}

/** Why Signer's part of what shows is not known. The rest is. */
export function SignerProblem({ view: { strings }, problem, brief = false }: SignerProblemProps): JSX.Element | null {
  if (problem === undefined) return null;
  return (
    <p class="problem warning">
      <Icon name="warning" size={14} />
      <span>
        <strong>{strings.signerProblem}</strong> {!brief && problem}
      </span>
    </p>
  );
}
