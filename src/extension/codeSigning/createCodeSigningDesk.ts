import { commands, env, l10n } from 'vscode';
import * as v from 'valibot';
import type { Clock } from '../../common/clock.ts';
import type { Logger } from '../../common/logger.ts';
import type { Connections } from '../connections/connections.ts';
import type { LambdaConnection } from '../connections/lambdaConnection.ts';
import { saveExport } from '../scaling/saveExport.ts';
import type { Choices } from '../ui/choices.ts';
import { showProblem } from '../ui/showProblem.ts';
import type { CodeSigningDesk } from './codeSigningDesk.ts';
import type { CodeSigningServices } from './codeSigningServices.ts';
import { commandOf } from './pageCommands.ts';
import { JobDetails } from './reading/jobDetails.ts';
import { readFunctionSigning } from './reading/readFunctionSigning.ts';
import { readOverview } from './reading/readOverview.ts';
import { functionWords } from './signingWords.ts';

export interface CodeSigningDeskParts {
  readonly connections: Connections;
  readonly services: CodeSigningServices;
  readonly choices: Choices;
  readonly clock: Clock;
  readonly logger: Logger;
}

const Subject = v.pipe(v.string(), v.parseJson(), v.object({ connection: v.string(), functionName: v.exactOptional(v.string()) }));

/** The desk of VS Code: native questions, the commands that users can call themselves. */
export function createCodeSigningDesk({ connections, services, choices, clock, logger }: CodeSigningDeskParts): CodeSigningDesk {
  const jobDetails = new JobDetails();
  return {
    subjectOf(shown) {
      if (shown.type === 'overview') return JSON.stringify({ connection: shown.connection.connection.id });
      const { connection, functionName } = shown.target;
      return JSON.stringify({ connection: connection.connection.id, functionName });
    },

    async shownOf(subject) {
      const parsed = v.safeParse(Subject, subject);
      if (!parsed.success) return undefined;
      const { connection: id, functionName } = parsed.output;
      const connection = await connections.find(id);
      if (connection === undefined) return undefined;
      return functionName === undefined ? { type: 'overview', connection } : { type: 'function', target: { connection, functionName } };
    },

    async readFunction({ connection, functionName }, { signal, report }, anew) {
      if (anew) services.verifier.forget();
      return readFunctionSigning({
        functionName,
        connection: { label: labelOf(connection), id: connection.connection.id },
        api: await connection.api(),
        signer: () => services.signerOf(connection),
        jobDetails,
        roots: (stop) => services.rootsOf(connection, stop),
        verifier: services.verifier,
        now: () => clock.now(),
        words: functionWords,
        signal,
        report,
      });
    },

    async readOverview(connection, { signal }, onRows) {
      const api = await connection.api();
      await readOverview({ api, signer: () => services.signerOf(connection), now: () => clock.now(), signal, onRows });
    },

    labelOf,

    async act(action, subject, shown) {
      const { command, argument } = commandOf(action, subject, shown);
      // A command tells what fails itself.
      await commands.executeCommand(command, argument);
    },

    save: ({ name, content }) => saveExport({ format: 'csv', name, content }, choices, l10n.t('Export Code Signing')),
    copy: async (text) => env.clipboard.writeText(text),
    showProblem: (error, retry) => showProblem(error, logger, retry),
  };
}

/** `Local`, or `prod · eu-central-1`. */
function labelOf({ connection, live }: LambdaConnection): string {
  return live ? connection.label : `${connection.profile ?? connection.label} · ${connection.region}`;
}
