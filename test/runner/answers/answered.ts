import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CreateFunctionCommand, type CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openRegion, type RunningRegion } from '../../shared/region.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';
import { type RecordedAnswer, recordedAnswers } from './recordedAnswers.ts';
import { RecordingClient } from './recordingClient.ts';

export const account = '000000000000';
export const role = `arn:aws:iam::${account}:role/test`;
export const zip = zipBytes([{ name: 'index.js', content: 'exports.handler = async () => 1;' }]);
/** The ARN of a function, with a qualifier where one is given. */
export const arn = (name: string, qualifier?: string): string =>
  `arn:aws:lambda:us-east-1:${account}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;

/** What a row has to provoke its answer with. */
export interface World {
  readonly client: RecordingClient;
  readonly region: RunningRegion;
  /** A name that no other row has. */
  readonly name: string;
  /** Makes a function of that name, or of another. */
  readonly create: (more?: Partial<CreateFunctionCommandInput>) => Promise<string>;
}

export interface AnswerRow {
  /** The message of one of `recordedAnswers`, letter by letter. */
  readonly recorded: string;
  /** Where two have the same message. */
  readonly type?: string;
  /** Compared up to and with this text only: for what follows in an order that AWS changes, as in sets of values. */
  readonly until?: string;
  /** The last call that this makes must be answered with the error. What it gives stands for `<…>` in the message, by its whole text. */
  provoke(world: World): Promise<Readonly<Record<string, string>> | void>;
}

/** Gives more of the region's command line; the folder is empty, and is removed at the end. */
export type Prepare = (folder: string) => Promise<readonly string[]>;

/** The members of an error's body, in the case that AWS writes them in. Source: answers of the service, and the API's model. */
const bodyKeys: Readonly<Record<string, readonly string[]>> = {
  AccessDeniedException: ['Message'],
  CodeSigningConfigNotFoundException: ['Message', 'Type'],
  InvalidParameterValueException: ['Type', 'message'],
  InvalidRequestContentException: ['Type', 'message'],
  PreconditionFailedException: ['Type', 'message'],
  ProvisionedConcurrencyConfigNotFoundException: ['Type', 'message'],
  RequestEntityTooLargeException: ['Message'],
  ResourceConflictException: ['Type', 'message'],
  ResourceNotFoundException: ['Message', 'Type'],
  TooManyRequestsException: ['Reason', 'Type', 'message'],
  ValidationException: ['message'],
};

/**
 * Runs rows against a region of their own, through the real SDK over real HTTP. The rows stand in `<resource>Rows.ts`, which
 * `coverage.test.ts` reads too; `<resource>.test.ts` calls this with them.
 */
export function describeAnswers(resource: string, rows: readonly AnswerRow[], prepare: Prepare = () => Promise.resolve([])): void {
  describe(`recorded answers: ${resource}`, () => {
    let region: RunningRegion;
    let client: RecordingClient;
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lambda-workbench-answers-'));
      region = await openRegion({ args: await prepare(folder) });
      client = new RecordingClient(region.endpoint);
    });
    afterAll(async () => {
      client[Symbol.dispose]();
      await region[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    });
    test.each(rows.map((row, index) => ({ row, index, title: row.recorded.slice(0, 150) })))('$index $title', async ({ row, index }) => {
      const name = `${resource}-${index}`;
      const world: World = { client, region, name, create: (more) => create(client, name, more) };
      await check(world, row);
    });
  });
}

/** The recorded answer that a row is about. */
export function answerOf({ recorded, type }: AnswerRow): RecordedAnswer {
  const found = recordedAnswers.filter((answer) => answer.message === recorded && (type === undefined || answer.type === type));
  if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} recorded answers are: ${recorded}`);
  return found[0];
}

async function check(world: World, row: AnswerRow): Promise<void> {
  const answer = answerOf(row);
  let values: Readonly<Record<string, string>> = {};
  const provoked = await row.provoke(world).then(
    (given) => {
      values = given ?? {};
      return undefined;
    },
    (error: unknown) => error,
  );
  const { status, headers, body } = world.client.last ?? { status: 0, headers: {}, body: '' };
  const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
  const keys = Object.keys(typeof parsed === 'object' && parsed !== null ? parsed : {}).sort();
  const message = textOf(parsed);
  expect({ status, type: headers['x-amzn-errortype'], keys, body }).toEqual({
    status: answer.status,
    type: answer.type,
    keys: bodyKeys[answer.type] ?? [],
    body: expect.anything(),
  });
  // The SDK throws the exception under the same name, where the row lets it.
  if (provoked instanceof Error) expect(provoked.name).toBe(answer.type);
  const expected = expectedMessage(answer, values, row.until);
  expect(answer.cut === true || row.until !== undefined ? message.slice(0, expected.length) : message).toBe(expected);
}

function textOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const text: unknown = 'message' in body ? body.message : 'Message' in body ? body.Message : '';
  return typeof text === 'string' ? text : '';
}

function expectedMessage({ message }: RecordedAnswer, values: Readonly<Record<string, string>>, until: string | undefined): string {
  const whole = Object.entries({ ...values, '<partition>': 'aws', '<region>': 'us-east-1', '111111111111': account }).reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    message,
  );
  return until === undefined ? whole : whole.slice(0, whole.indexOf(until) + until.length);
}

async function create(client: RecordingClient, name: string, more: Partial<CreateFunctionCommandInput> = {}): Promise<string> {
  const input: CreateFunctionCommandInput = {
    FunctionName: name,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: role,
    Code: { ZipFile: zip },
    ...more,
  };
  await client.send(new CreateFunctionCommand(input));
  return input.FunctionName ?? name;
}

/** The recorded message that has this part, for those that are long. */
export function recordedWith(part: string): string {
  const found = recordedAnswers.filter(({ message }) => message.includes(part));
  if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} recorded answers have: ${part}`);
  return found[0].message;
}

/** Waits for a call that is refused: what it is refused with is seen on the wire. */
export async function refused(call: Promise<unknown>): Promise<void> {
  const outcome = await call.then(
    () => 'served',
    () => 'refused',
  );
  if (outcome === 'served') throw new Error('The call was served.');
}

/** A text where the SDK's types take those of a set only. */
export function text(value: string): never {
  // What the service says to others is what is asked.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return value as never;
}
