import * as v from 'valibot';
import { sourceFactsOf } from '../lazy.ts';
import { CodedError } from '../../common/codedError.ts';
import type { SourcePosition, WorkspaceProblem } from '../../lambda/function.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';

/** What on this machine, or in the settings, keeps a local function from running, and is the user's to mend. */
export const machineCodes = ['ISOLATION_UNAVAILABLE', 'IMAGE_UNAVAILABLE', 'LAYER_UNAVAILABLE', 'ENV_FILE_UNUSABLE', 'CREDENTIALS_UNAVAILABLE'] as const;

const Refused = v.object({
  connection: v.string(),
  functionName: v.string(),
  /** Where it can be mended. */
  file: v.exactOptional(v.string()),
  line: v.exactOptional(v.number()),
  /** The command that renews the profile's credentials. */
  signIn: v.exactOptional(v.string()),
  hasTemplate: v.boolean(),
});
export type Refused = v.InferOutput<typeof Refused>;

/** What is known of this machine when an invocation is refused. */
export interface MachineFacts {
  /** Of the workspace's templates and the files that they need. */
  readonly problems: readonly WorkspaceProblem[];
  /** `.env` files by function name, or `*`. */
  readonly environmentFiles: Readonly<Record<string, string>>;
  /** Whose credentials handlers get; empty for none. */
  readonly credentialsProfile: string;
}

/** A refused invocation, as an error that says of which function and where it is mended; anything else as it is. */
export async function explainRefusal(error: unknown, target: FunctionTarget, facts: MachineFacts): Promise<unknown> {
  if (!(error instanceof CodedError)) return error;
  const { localCode } = error.details;
  const code = machineCodes.find((each) => each === localCode);
  if (code === undefined) return error;
  const { connection, functionName } = target;
  const place = code === 'ENV_FILE_UNUSABLE' ? placeOf(functionName, facts) : undefined;
  const signIn = code === 'CREDENTIALS_UNAVAILABLE' ? await signInCommand(facts.credentialsProfile) : undefined;
  const details: Refused = {
    connection: connection.connection.id,
    functionName,
    ...(place !== undefined && { file: place.file, line: place.line }),
    ...(signIn !== undefined && { signIn }),
    hasTemplate: connection.notes?.position(functionName) !== undefined,
  };
  return new CodedError(code, error.message, { details, cause: error });
}

/** What was refused, of an error that `explainRefusal` made. */
export function refusedInvocation(error: unknown): Refused | undefined {
  const parsed = v.safeParse(Refused, error instanceof CodedError ? error.details : undefined);
  return parsed.success ? parsed.output : undefined;
}

/** The line of the `.env` file that cannot be used, or the file's beginning where nobody told the line; undefined where no file is named. */
function placeOf(functionName: string, { problems, environmentFiles }: MachineFacts): Pick<SourcePosition, 'file' | 'line'> | undefined {
  const files = ['*', functionName].flatMap((name) => (Object.hasOwn(environmentFiles, name) ? (environmentFiles[name] ?? []) : []));
  const told = problems.find(({ code, position }) => code === 'ENV_FILE_UNUSABLE' && files.includes(position.file));
  if (told !== undefined) return told.position;
  const file = files.at(-1);
  return file === undefined ? undefined : { file, line: 0 };
}

/** Undefined where the profile is of another kind, or signed in. */
async function signInCommand(profile: string): Promise<string | undefined> {
  if (profile === '') return undefined;
  const { source, signedIn } = await sourceFactsOf(profile);
  return source.type === 'signIn' && !signedIn ? source.command : undefined;
}
