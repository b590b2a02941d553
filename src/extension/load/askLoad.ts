import { l10n } from 'vscode';
import { askEventSource, readEvent } from '../commands/askEvent.ts';
import { finished, type TargetDraft, targetSteps } from '../commands/askTarget.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { eventEditor, type EventSource } from '../invoke/eventSources.ts';
import type { EventText } from '../invoke/eventText.ts';
import { askText } from '../ui/askText.ts';
import { runSteps, type Step } from '../ui/steps.ts';
import type { Workbench } from '../workbench.ts';
import { askQualifier } from './askQualifier.ts';
import { fastestRate, longestSeconds, parseRate, parseSeconds } from './loadNumbers.ts';

export interface AskedLoad {
  readonly target: FunctionTarget;
  readonly rate: number;
  readonly seconds: number;
  readonly event: EventText;
}

/** Numbers, remembered as they were typed. */
const picks = { rate: 'load.rate', seconds: 'load.seconds' };

/** Asks for what a load is, with what was chosen last; undefined where the user gave up, or types the event in a document first. */
export async function askLoad(workbench: Workbench, given: FunctionTarget | undefined): Promise<AskedLoad | undefined> {
  const title = l10n.t('Run Load');
  // Before a pick takes the focus.
  const editor = eventEditor();
  const draft: TargetDraft & { qualifier?: string | undefined; rate?: number; seconds?: number; source?: EventSource } = {};
  const target = (): FunctionTarget | undefined => {
    const found = given ?? finished(draft);
    return found === undefined || draft.qualifier === undefined ? found : { ...found, qualifier: draft.qualifier };
  };
  const qualifierStep: Step = async (canGoBack) => {
    const found = given ?? finished(draft);
    if (found === undefined) return 'cancelled';
    const picked = await askQualifier(workbench, title, found, canGoBack);
    if (picked.type !== 'chosen') return picked.type;
    draft.qualifier = picked.value === '' ? undefined : picked.value;
    return 'next';
  };
  const rateStep = numberStep(workbench, picks.rate, '10', {
    title,
    prompt: l10n.t('How many invocations a second? They are sent when they are due, and wait for no answers.'),
    wanted: l10n.t('A number above 0, and at most {0}.', fastestRate),
    parse: parseRate,
    take: (rate) => (draft.rate = rate),
  });
  const secondsStep = numberStep(workbench, picks.seconds, '60s', {
    title,
    prompt: l10n.t('For how long? In seconds, or with a unit: 90s, 10m, 1h.'),
    wanted: l10n.t('A time above 0 and at most {0} hours, such as 90s, 10m or 1h.', longestSeconds / 3600),
    parse: parseSeconds,
    take: (seconds) => (draft.seconds = seconds),
  });
  const eventStep: Step = async (canGoBack) => {
    const found = target();
    if (found === undefined) return 'cancelled';
    const picked = await askEventSource(workbench, title, found, editor, canGoBack);
    if (picked.type !== 'chosen') return picked.type;
    draft.source = picked.value;
    return 'next';
  };
  const first = given === undefined ? await targetSteps(workbench, title, draft) : [];
  const qualifierSteps = given?.qualifier === undefined ? [qualifierStep] : [];
  if (!(await runSteps([...first, ...qualifierSteps, rateStep, secondsStep, eventStep]))) return undefined;
  const found = target();
  const { rate, seconds, source } = draft;
  if (found === undefined || rate === undefined || seconds === undefined || source === undefined) return undefined;
  const event = await readEvent(workbench, found, source, editor);
  return event === undefined ? undefined : { target: found, rate, seconds, event };
}

interface NumberQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly wanted: string;
  readonly parse: (text: string) => number | undefined;
  readonly take: (value: number) => void;
}

function numberStep({ choices }: Workbench, pick: string, usual: string, { title, prompt, wanted, parse, take }: NumberQuestion): Step {
  return async (canGoBack) => {
    const picked = await askText({
      title,
      prompt,
      canGoBack,
      value: choices.last(pick) ?? usual,
      check: (text) => (parse(text) === undefined ? wanted : undefined),
    });
    if (picked.type !== 'chosen') return picked.type;
    const value = parse(picked.value);
    if (value === undefined) return 'cancelled';
    await choices.remember(pick, picked.value);
    take(value);
    return 'next';
  };
}
