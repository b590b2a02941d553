import { CodedError } from '../../common/codedError.ts';
import { loadHelp, loadUsage } from './loadUsage.ts';
import { logsHelp, logsUsage } from './logsCommand.ts';
import { simulateHelp, simulateUsage } from './simulateUsage.ts';
import { verifyHelp, verifyUsage } from './verifyCommand.ts';

const serveUsage = `  lambda-workbench serve [--template FILE ...] [--port 0] [--data DIR] [--region R] [--account N] [--concurrency N]
                         [--idle-seconds N] [--time-scale N] [--rate-scale N] [--s3-folder DIR] [--aws-endpoint URL]
                         [--runtime NAME=PATH ...] [--runtimes FILE] [--isolation KIND] [--isolation-of NAME=KIND ...]
                         [--container-tool TOOL] [--profile NAME] [--environment-file [NAME=]FILE ...]
                         [--stream-bandwidth N] [--log-megabytes N] [--signing-root FILE ...]
`;
const invokeUsage = '  lambda-workbench invoke NAME [--event FILE|-] [--qualifier Q] [--endpoint URL] [--tail]\n';

/** How each command is called, by its name. */
const synopses: Readonly<Record<string, string>> = { serve: serveUsage, invoke: invokeUsage, load: loadUsage, simulate: simulateUsage, verify: verifyUsage, logs: logsUsage };

export const usage = `Usage:
${Object.values(synopses).join('')}  lambda-workbench help | --help | -h | --version

serve   runs the Local region: the Lambda API on 127.0.0.1. Its first line on standard output is JSON with the endpoint; logs go to
        standard error. SIGTERM and Ctrl-C stop it and all that it started. --time-scale: how long Lambda's own waiting times (between
        attempts of events, until a function is active) last against AWS's, 0 (none) to 1. --rate-scale: how fast environments start against
        AWS's 1,000 in ten seconds for a function, 0.001 to 1. --data: where functions and events are kept;
        a folder of the user's where it is left out. --concurrency: the account's, 1000. --s3-folder: a folder that stands for S3, with a
        folder for each bucket. --aws-endpoint: where the SQS, SNS, EventBridge and S3 are that events' results are sent to, and the
        Lambda that layers are fetched from; AWS's own where it is left out.
        --runtime: an executable by runtime name. --runtimes: a JSON file of them, by runtime name: a path, or
        { "command": path, "args": [...], "variables": {...} }. --isolation: process (by default), sandbox or container; --isolation-of:
        of one function. --container-tool: docker, podman, finch, nerdctl or a path to one; whichever is found where it is left out.
        --profile: the AWS profile whose credentials functions get, and layers are fetched with; functions get none where it is left out.
        --environment-file: a .env file for all functions, or for one. --stream-bandwidth: of streamed responses after their first 6 MiB, in
        MiB a second, 2; 0 for no limit. --log-megabytes: how much of each function's logs is kept, 50.
        --signing-root: root certificates, in PEM or DER, to which signatures of packages may lead besides the region's own, where a
        code signing configuration has them checked.
invoke  calls a function and prints what it answers. Without --endpoint it reads AWS_ENDPOINT_URL_LAMBDA or AWS_ENDPOINT_URL.
        Exit code 0: the function succeeded; 1: it failed, or the call did; 2: the command line is wrong.
${loadHelp}${simulateHelp}${verifyHelp}${logsHelp}`;

/** What is wrong with a command line, with how its command is called; all of them where there is no such command. */
export function explained(error: CodedError, command: string | undefined): CodedError {
  const synopsis = Object.entries(synopses).find(([name]) => name === command)?.[1] ?? Object.values(synopses).join('');
  return new CodedError('USAGE', `${error.message}\n\nUsage:\n${synopsis}\n"lambda-workbench help" says what the options do.\n`, { cause: error });
}
