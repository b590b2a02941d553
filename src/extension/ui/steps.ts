export type StepOutcome = 'next' | 'back' | 'cancelled';

/** One question of several; it keeps its answer itself. */
export type Step = (canGoBack: boolean) => Promise<StepOutcome>;

/** Asks the questions in order, back and forth; false where the user gave up. */
export async function runSteps(steps: readonly Step[]): Promise<boolean> {
  let index = 0;
  for (;;) {
    const step = steps[index];
    if (step === undefined) return true;
    const outcome = await step(index > 0);
    if (outcome === 'cancelled') return false;
    index += outcome === 'next' ? 1 : -1;
  }
}
