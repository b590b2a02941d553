import { l10n } from 'vscode';
import * as v from 'valibot';
import { CodedError } from '../../common/codedError.ts';
import type { IsolationKind } from '../../protocol/runner.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';
import { settingIds } from '../contributions.ts';
import { assertTrusted } from '../localRegion/trust.ts';
import { joined } from '../ui/formats.ts';
import { type Choice, pickOne } from '../ui/quickPick.ts';
import type { Workbench } from '../workbench.ts';
import { argument as argumentOf, targetOf } from './arguments.ts';
import { askLocalFunction } from './askTarget.ts';
import type { Command } from './command.ts';
import { isolationObstacle } from './isolationObstacle.ts';

type Chosen = IsolationKind | 'default';
const kinds: readonly Chosen[] = ['default', 'process', 'sandbox', 'container'];

/** Passed along with the function. */
const IsolationArgument = v.object({ isolation: v.picklist(kinds) });

/** Chooses how a local function's environments are kept apart from the machine, in the workspace's settings. */
export const setIsolation: Command = async (workbench, argument) => {
  assertTrusted();
  const target = (await targetOf(workbench, argument)) ?? (await askLocalFunction(workbench, l10n.t('Set Isolation')));
  if (target === undefined) return;
  if (!target.connection.live) throw new CodedError('NOT_LOCAL', l10n.t('Only local functions have an isolation that can be set.'));
  const chosen = argumentOf(IsolationArgument, argument)?.isolation ?? (await askIsolation(workbench, target));
  if (chosen === undefined) return;
  const obstacle = chosen === 'default' ? undefined : isolationObstacle(chosen, process.platform, await isImage(target));
  if (obstacle !== undefined) {
    const details = { connection: target.connection.connection.id, functionName: target.functionName, hasTemplate: false };
    throw new CodedError('ISOLATION_NOT_HERE', obstacle, { details });
  }
  await workbench.config.updateEntry(settingIds.localIsolationOf, target.functionName, chosen === 'default' ? undefined : chosen);
};

async function askIsolation({ config }: Workbench, target: FunctionTarget): Promise<Chosen | undefined> {
  const own = config.isolationOf;
  const current = Object.hasOwn(own, target.functionName) ? own[target.functionName] : 'default';
  const picked = await pickOne<Chosen>({
    title: l10n.t('Isolation of {0}', target.functionName),
    canGoBack: false,
    placeholder: l10n.t('How its execution environments are kept apart from this machine'),
    items: async (add) => {
      const image = await isImage(target);
      add(kinds.map((kind) => choice(kind, { isCurrent: kind === current, usual: config.isolation, image })));
    },
  });
  return picked.type === 'chosen' ? picked.value : undefined;
}

function choice(kind: Chosen, { isCurrent, usual, image }: { readonly isCurrent: boolean; readonly usual: IsolationKind; readonly image: boolean }): Choice<Chosen> {
  const meanings: Readonly<Record<Chosen, string>> = {
    default: l10n.t('As the setting for all local functions says.'),
    process: l10n.t('A process of this machine, at once. Layers by search paths, /opt is the machine’s.'),
    sandbox: l10n.t('A process that sees /var/task, /opt and its own /tmp as in Lambda. Needs bubblewrap.'),
    container: l10n.t('A container of AWS’s base image or the function’s own image. Needs Docker or alike.'),
  };
  const obstacle = kind === 'default' ? undefined : isolationObstacle(kind, process.platform, image);
  const description = joined(' · ', kind === 'default' ? usual : undefined, isCurrent ? l10n.t('current') : undefined);
  return {
    label: `$(${obstacle === undefined ? icons[kind] : 'circle-slash'}) ${kind}`,
    detail: obstacle ?? meanings[kind],
    value: kind,
    ...(description !== '' && { description }),
  };
}

const icons: Readonly<Record<Chosen, string>> = { default: 'settings', process: 'terminal', sandbox: 'lock', container: 'package' };

async function isImage({ connection, functionName }: FunctionTarget): Promise<boolean> {
  const { Configuration } = await (await connection.api()).getFunction(functionName);
  return Configuration?.PackageType === 'Image';
}
