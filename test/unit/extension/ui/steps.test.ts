import { expect, it } from 'vitest';
import { runSteps, type StepOutcome } from '../../../../src/extension/ui/steps.ts';

/** Each step answers as scripted, in turn; the log shows which was asked, and whether it could go back. */
async function check(script: Readonly<Record<string, readonly StepOutcome[]>>, expected: { readonly finished: boolean; readonly asked: string }) {
  const asked: string[] = [];
  const steps = Object.entries(script).map(([name, answers]) => {
    const left = [...answers];
    return async (canGoBack: boolean): Promise<StepOutcome> => {
      asked.push(canGoBack ? `<${name}` : name);
      return left.shift() ?? 'cancelled';
    };
  });
  expect({ finished: await runSteps(steps), asked: asked.join(' ') }).toEqual(expected);
}

it('asks in order', () => check({ a: ['next'], b: ['next'], c: ['next'] }, { finished: true, asked: 'a <b <c' }));
it('goes back', () => check({ a: ['next', 'next'], b: ['back', 'next'] }, { finished: true, asked: 'a <b a <b' }));
it('gives up', () => check({ a: ['next'], b: ['cancelled'], c: ['next'] }, { finished: false, asked: 'a <b' }));
it('has nothing to ask', () => check({}, { finished: true, asked: '' }));
