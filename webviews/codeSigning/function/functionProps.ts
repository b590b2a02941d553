import type { FunctionSigning } from '../../../src/protocol/webview/codeSigning.ts';
import type { View } from '../view.ts';

/** What the parts of a function's view are given. */
export interface FunctionProps {
  readonly view: View;
  readonly signing: FunctionSigning;
}
