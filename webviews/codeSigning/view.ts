import type { CodeSigningStrings } from '../../src/protocol/webview/codeSigningStrings.ts';
import type { CodeSigningModel } from './model.ts';
import type { SigningFormats } from './signingFormats.ts';

/** What every part of the page is given. */
export interface View {
  readonly model: CodeSigningModel;
  readonly strings: CodeSigningStrings;
  readonly formats: SigningFormats;
}
