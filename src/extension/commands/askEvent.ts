import { l10n, QuickPickItemKind, type TextEditor, window, workspace } from 'vscode';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { editorEvent, type EventSource, fileEvent } from '../invoke/eventSources.ts';
import { checkedEvent, type EventText } from '../invoke/eventText.ts';
import { targetName } from '../invoke/invocationReport.ts';
import { orderEvents } from '../invoke/savedEvents.ts';
import { messageOf } from '../../common/codedError.ts';
import { excludedFolders } from '../localRegion/templatePaths.ts';
import { type Choice, type Heading, type Picked, pickOne } from '../ui/quickPick.ts';
import type { Workbench } from '../workbench.ts';

const sourcePick = 'eventSource';

/** Asks where the event comes from. */
export async function askEventSource(
  workbench: Workbench,
  title: string,
  target: FunctionTarget,
  editor: TextEditor | undefined,
  canGoBack: boolean,
): Promise<Picked<EventSource>> {
  const { choices, invoker, config } = workbench;
  const picked = await pickOne<EventSource>({
    title,
    canGoBack,
    placeholder: l10n.t('Choose the event for {0}', targetName(target)),
    items: async (add) => {
      const last = await invoker.lastEvent(target);
      add(choices.lastFirst(sourcePick, [...editorChoices(editor), ...lastChoices(last), ...typedChoices()], ({ value }) => value.type));
      add(savedChoices(await savedEvents(config.invokeEvents), target.functionName));
    },
  });
  if (picked.type === 'chosen') await choices.remember(sourcePick, picked.value.type);
  return picked;
}

/** The text of the chosen source; undefined where the user gave up, or types it in a document. */
export async function readEvent(
  { invoker, eventDocuments }: Workbench,
  target: FunctionTarget,
  source: EventSource,
  editor: TextEditor | undefined,
): Promise<EventText | undefined> {
  switch (source.type) {
    case 'editor':
      return editor === undefined ? undefined : editorEvent(editor);
    case 'last':
      return { text: (await invoker.lastEvent(target)) ?? '{}', source: l10n.t('the last event') };
    case 'file':
      return fileEvent(source.uri);
    case 'typed':
      return typedEvent(target, await invoker.lastEvent(target));
    case 'document':
      await eventDocuments.open(target, (await invoker.lastEvent(target)) ?? '{\n  \n}\n');
      return undefined;
    default:
      return source satisfies never;
  }
}

async function typedEvent(target: FunctionTarget, last: string | undefined): Promise<EventText | undefined> {
  const source = l10n.t('the text typed');
  const text = await window.showInputBox({
    title: targetName(target),
    prompt: l10n.t('The event, as JSON'),
    value: last !== undefined && !last.includes('\n') ? last : '{}',
    ignoreFocusOut: true,
    validateInput: async (value) => {
      try {
        await checkedEvent({ text: value, source });
        return undefined;
      } catch (error) {
        return messageOf(error);
      }
    },
  });
  return text === undefined ? undefined : { text, source };
}

function editorChoices(editor: TextEditor | undefined): readonly Choice<EventSource>[] {
  if (editor === undefined) return [];
  const label = editor.selection.isEmpty ? l10n.t('The editor’s JSON') : l10n.t('The editor’s selection');
  return [{ label: `$(file-code) ${label}`, description: workspace.asRelativePath(editor.document.uri), value: { type: 'editor' } }];
}

function lastChoices(last: string | undefined): readonly Choice<EventSource>[] {
  if (last === undefined) return [];
  // Its size only: events may hold secrets.
  const bytes = Buffer.byteLength(last);
  return [{ label: `$(history) ${l10n.t('The last event')}`, description: l10n.t('{0} bytes', bytes), value: { type: 'last' } }];
}

function typedChoices(): readonly Choice<EventSource>[] {
  return [
    { label: `$(edit) ${l10n.t('Type it here…')}`, value: { type: 'typed' } },
    { label: `$(new-file) ${l10n.t('Type it in a new document…')}`, value: { type: 'document' } },
  ];
}

async function savedEvents(glob: string) {
  const found = await workspace.findFiles(glob, excludedFolders, 1000);
  return new Map(found.map((uri) => [workspace.asRelativePath(uri), uri]));
}

function savedChoices(files: Awaited<ReturnType<typeof savedEvents>>, functionName: string): readonly (Choice<EventSource> | Heading)[] {
  const heading = (label: string): Heading => ({ label, kind: QuickPickItemKind.Separator });
  const ordered = orderEvents([...files.keys()], functionName);
  const choices = (own: boolean) =>
    ordered.flatMap(({ path, own: isOwn }): readonly Choice<EventSource>[] => {
      const uri = files.get(path);
      return uri === undefined || isOwn !== own ? [] : [{ label: `$(json) ${path}`, value: { type: 'file', uri } }];
    });
  const group = (label: string, items: readonly Choice<EventSource>[]) => (items.length === 0 ? [] : [heading(label), ...items]);
  return [...group(l10n.t('Saved for {0}', functionName), choices(true)), ...group(l10n.t('Saved events'), choices(false))];
}
