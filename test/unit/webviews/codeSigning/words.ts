import type { CodeSigningStrings } from '../../../../src/protocol/webview/codeSigningStrings.ts';

const nested = new Set([
  'policies', 'policyHelp', 'standings', 'checks', 'checkPassed', 'verdicts', 'reasonClauses', 'reasons', 'profileStatuses', 'profileStatusHelp', 'jobStatuses', 'actions', 'counts', 'columns', 'signedWords',
]);

/** What is filled in says with what. */
const filled: Readonly<Record<string, string>> = {
  packageBlocked: 'package blocked: {0}', layerBlocked: 'layer {1} blocked: {0}', packageCounted: 'package counted: {0}', layerCounted: 'layer {1} counted: {0}',
  trusted: 'trusted: {0} {1} {2}', unknownVerdict: 'unknown: {0}', moreFail: 'also: {0}', expiresSoonNote: '{1} expires {0}', mismatchAllowed: 'allowed {0}',
  actionOn: '{0} {1}', shown: '{0} of {1}', progress: '{0} of {1} read', copied: 'copied {0}', sortedUp: '{0} up', sortedDown: '{0} down', atEntry: 'at {0}', copy: 'copy {0}',
};

function wordsOf(group: string): CodeSigningStrings {
  return new Proxy<CodeSigningStrings>(Object.create(null), {
    get: (_, key) => (group === '' && nested.has(String(key)) ? wordsOf(`${String(key)}.`) : group === 'checkPassed.' ? `${String(key)} {0} {1}` : ((group === '' ? filled[String(key)] : undefined) ?? `${group}${String(key)}`)),
  });
}

/** Words of which each is its own key; those of a group have its name before them. */
export const words = wordsOf('');
