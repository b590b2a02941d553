import { describe, expect, it } from 'vitest';
import { commandOf } from '../../../../src/extension/codeSigning/pageCommands.ts';
import { type CodeSigningAction, codeSigningActions } from '../../../../src/protocol/webview/codeSigning.ts';
import { targetOf } from '../scaling/targets.ts';
import { jobId, profileVersion } from './signingFixtures.ts';

const target = targetOf('orders');
const about = { connection: target.connection.connection.id, functionName: 'orders' };

describe('an action of the page', () => {
  it.each<readonly [CodeSigningAction, string | undefined, string, object]>([
    ['deploySigned', undefined, 'deploySigned', {}],
    ['sign', 'arn:layer', 'signPackage', { layer: 'arn:layer' }],
    ['sign', undefined, 'signPackage', {}],
    ['allowPublisher', profileVersion('a'), 'editCodeSigningConfig', { change: { type: 'allow', publisher: profileVersion('a') } }],
    ['allowPublisher', undefined, 'editCodeSigningConfig', { change: { type: 'allow' } }],
    ['removePublisher', profileVersion('a'), 'editCodeSigningConfig', { change: { type: 'remove', publisher: profileVersion('a') } }],
    ['setPolicy', 'Warn', 'editCodeSigningConfig', { change: { type: 'policy', policy: 'Warn' } }],
    ['revokeJob', jobId(1), 'revokeSigningJob', { job: jobId(1) }],
    ['revokeProfile', profileVersion('a'), 'revokeSigningProfile', { profileVersion: profileVersion('a') }],
  ])('%s of %s calls %s', (action, subject, command, facts) => {
    expect(commandOf(action, subject, { type: 'function', target })).toEqual({ command: `lambdaWorkbench.${command}`, argument: { ...about, ...facts } });
  });

  it('is about the connection on the overview', () => {
    for (const action of codeSigningActions) {
      expect(commandOf(action, undefined, { type: 'overview', connection: target.connection }).argument).toMatchObject({ connection: about.connection });
    }
  });
});
