import { assertNever } from '../../../src/common/assertNever.ts';
import type { Annotation } from '../../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { ScalingStrings } from '../../../src/protocol/webview/scaling.ts';
import { fill, type Formats } from '../../shared/format.ts';

/** What a mark says, such as `Deployed` or `Reserved 5 → 20`; of all functions, with the function's name before it. */
export function annotationText({ type, functionName, from, to }: Annotation, named: boolean, strings: ScalingStrings, formats: Formats): string {
  const none = strings.none;
  const text = (): string => {
    switch (type) {
      case 'deployed':
        return to === undefined ? strings.deployed : fill(strings.deployedVersion, to);
      case 'aliasRouted':
        return to ?? fill(strings.removed, from ?? none);
      case 'provisionedChanged':
        return fill(strings.provisionedChanged, from ?? none, to ?? none);
      case 'timeoutChanged':
        return fill(strings.timeoutChanged, durationOf(from, formats) ?? none, durationOf(to, formats) ?? none);
      case 'limitChanged':
        return fill(functionName === '' ? strings.accountChanged : strings.reservedChanged, from ?? none, to ?? none);
      default:
        return assertNever(type);
    }
  };
  return named && functionName !== '' ? `${functionName}: ${text()}` : text();
}

function durationOf(ms: string | undefined, formats: Formats): string | undefined {
  return ms === undefined || Number.isNaN(Number(ms)) ? ms : formats.duration(Number(ms));
}
