import { l10n, Position } from 'vscode';
import * as v from 'valibot';
import { CodedError } from '../../common/codedError.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { editorEvent, type EventSource, eventEditor } from '../invoke/eventSources.ts';
import type { EventText } from '../invoke/eventText.ts';
import { runSteps, type Step } from '../ui/steps.ts';
import type { Workbench } from '../workbench.ts';
import { argument as argumentOf, targetOf } from './arguments.ts';
import { askEventSource, readEvent } from './askEvent.ts';
import { askTarget, finished, type TargetDraft, targetSteps } from './askTarget.ts';
import type { Command } from './command.ts';

/** JSON text, passed along with the function by a key binding or another extension. */
const EventArgument = v.object({ event: v.string() });

/** How an event is sent to a function. */
type Send = (workbench: Workbench, target: FunctionTarget, event: EventText) => Promise<unknown>;

const whole: Send = ({ invoker }, target, event) => invoker.invoke(target, event);
const streamed: Send = ({ invoker }, target, event) => invoker.invokeStreaming(target, event);

/** Invokes a function: asks for what the argument does not say, and answers with the result. */
export const invoke: Command = invoking(whole);

/** Invokes a function and shows its response as it arrives. */
export const invokeStreaming: Command = invoking(streamed);

/** Sends the last event once more: to the function of the argument, else to the one invoked last. */
export const invokeAgain: Command = async (workbench, argument) => {
  const target = (await targetOf(workbench, argument)) ?? workbench.invoker.lastTarget;
  const last = target === undefined ? undefined : await workbench.invoker.lastEvent(target);
  if (target === undefined || last === undefined) return askAndInvoke(workbench, target, whole);
  return workbench.invoker.invoke(target, { text: last, source: l10n.t('the last event') });
};

/** Sends what is in the editor to the function that it was opened for, or one that the user chooses. */
export const invokeWithDocument: Command = async (workbench) => {
  const editor = eventEditor();
  if (editor === undefined) throw new CodedError('NO_EVENT_EDITOR', l10n.t('Open a JSON document with the event first.'));
  const target = workbench.eventDocuments.targetOf(editor.document) ?? (await askTarget(workbench, title()));
  return target === undefined ? undefined : invokeOrMend(workbench, target, editorEvent(editor), whole);
};

function invoking(send: Send): Command {
  return async (workbench, argument) => {
    const target = await targetOf(workbench, argument);
    const event = argumentOf(EventArgument, argument)?.event;
    if (target !== undefined && event !== undefined) return send(workbench, target, { text: event, source: l10n.t('the event') });
    return askAndInvoke(workbench, target, send);
  };
}

async function askAndInvoke(workbench: Workbench, given: FunctionTarget | undefined, send: Send) {
  // Before a pick takes the focus.
  const editor = eventEditor();
  const draft: TargetDraft = {};
  let source: EventSource | undefined;
  const target = () => given ?? finished(draft);
  const eventStep: Step = async (canGoBack) => {
    const chosen = target();
    if (chosen === undefined) return 'cancelled';
    const picked = await askEventSource(workbench, title(), chosen, editor, canGoBack);
    if (picked.type !== 'chosen') return picked.type;
    source = picked.value;
    return 'next';
  };
  const steps = given === undefined ? [...(await targetSteps(workbench, title(), draft)), eventStep] : [eventStep];
  if (!(await runSteps(steps))) return undefined;
  const chosen = target();
  if (chosen === undefined || source === undefined) return undefined;
  const event = await readEvent(workbench, chosen, source, editor);
  if (event === undefined) return undefined;
  return invokeOrMend(workbench, chosen, event, send);
}

/** Where the event is not JSON, what holds it opens with the cursor at the place. */
async function invokeOrMend(workbench: Workbench, target: FunctionTarget, event: EventText, send: Send) {
  try {
    return await send(workbench, target, event);
  } catch (error) {
    const place = placeOf(error);
    if (place !== undefined && event.uri !== undefined) await workbench.eventDocuments.openAt(target, event.uri, place);
    throw error;
  }
}

function placeOf(error: unknown): Position | undefined {
  if (!(error instanceof CodedError) || error.code !== 'EVENT_NOT_JSON') return undefined;
  const { line, column } = error.details;
  return typeof line === 'number' && typeof column === 'number' ? new Position(line, column) : undefined;
}

function title(): string {
  return l10n.t('Invoke Function');
}
