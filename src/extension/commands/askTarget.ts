import { l10n } from 'vscode';
import type { FunctionTarget, LambdaConnection } from '../connections/lambdaConnection.ts';
import { pickFunction } from '../connections/pickFunction.ts';
import { connectionRow } from '../trees/connectionRow.ts';
import { pickOne } from '../ui/quickPick.ts';
import { runSteps, type Step } from '../ui/steps.ts';
import type { Workbench } from '../workbench.ts';

/** What the questions about a function have found out so far. */
export interface TargetDraft {
  connection?: LambdaConnection;
  functionName?: string;
}

const connectionPick = 'connection';

/** The questions that find a function: which connection, where there are several, and which of its functions. */
export async function targetSteps(workbench: Workbench, title: string, draft: TargetDraft): Promise<readonly Step[]> {
  const connections = await workbench.connections.all();
  const [only] = connections;
  const functionStep: Step = (canGoBack) => askFunction(workbench, title, draft, canGoBack);
  if (connections.length === 1 && only !== undefined) {
    draft.connection = only;
    return [functionStep];
  }
  return [(canGoBack) => askConnection(workbench, title, connections, draft, canGoBack), functionStep];
}

/** Asks for a function; undefined where the user gave up. */
export async function askTarget(workbench: Workbench, title: string): Promise<FunctionTarget | undefined> {
  const draft: TargetDraft = {};
  return (await runSteps(await targetSteps(workbench, title, draft))) ? finished(draft) : undefined;
}

/** Asks for a function of the Local region. */
export async function askLocalFunction(workbench: Workbench, title: string): Promise<FunctionTarget | undefined> {
  const draft: TargetDraft = { connection: workbench.local };
  return (await runSteps([(canGoBack) => askFunction(workbench, title, draft, canGoBack)])) ? finished(draft) : undefined;
}

/** Asks for a connection, where there are several; undefined where the user gave up. */
export async function askConnectionOnly(workbench: Workbench, title: string): Promise<LambdaConnection | undefined> {
  const connections = await workbench.connections.all();
  const draft: TargetDraft = {};
  if (connections.length === 1) return connections[0];
  return (await runSteps([(canGoBack) => askConnection(workbench, title, connections, draft, canGoBack)])) ? draft.connection : undefined;
}

export function finished({ connection, functionName }: TargetDraft): FunctionTarget | undefined {
  return connection === undefined || functionName === undefined ? undefined : { connection, functionName };
}

async function askConnection(
  { choices }: Workbench,
  title: string,
  connections: readonly LambdaConnection[],
  draft: TargetDraft,
  canGoBack: boolean,
) {
  const picked = await pickOne<LambdaConnection>({
    title,
    canGoBack,
    placeholder: l10n.t('Choose a connection'),
    items: (add) =>
      add(
        choices.lastFirst(connectionPick, connections, idOf).map((value) => {
          const { label, description } = connectionRow(value);
          return { label, description, value };
        }),
      ),
  });
  if (picked.type !== 'chosen') return picked.type;
  await choices.remember(connectionPick, idOf(picked.value));
  draft.connection = picked.value;
  return 'next';
}

async function askFunction({ choices }: Workbench, title: string, draft: TargetDraft, canGoBack: boolean) {
  const { connection } = draft;
  if (connection === undefined) return 'cancelled';
  const picked = await pickFunction(connection, { title, canGoBack, choices });
  if (picked.type !== 'chosen') return picked.type;
  draft.functionName = picked.value;
  return 'next';
}

function idOf({ connection }: LambdaConnection): string {
  return connection.id;
}
