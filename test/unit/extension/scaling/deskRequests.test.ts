import { beforeEach, describe, expect, it } from 'vitest';
import { CodedError } from '../../../../src/common/codedError.ts';
import { DeskRequests } from '../../../../src/extension/scaling/deskRequests.ts';
import type { ScalingDesk } from '../../../../src/extension/scaling/scalingDesk.ts';
import type { ScalingSeries } from '../../../../src/lambda/scaling/metrics/scalingSeries.ts';
import type { AwsSource, ScalingToPage } from '../../../../src/protocol/webview/scaling.ts';
import { targetOf } from './targets.ts';

type Asked = keyof ScalingDesk;

/** A question to the desk that waits for the test's answer. */
interface Question {
  readonly asked: Asked;
  readonly about: readonly unknown[];
  answer(value: unknown): Promise<void>;
  fail(error: Error): Promise<void>;
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
const unreserved: AwsSource = {
  connection: 'aws:dev:eu-west-1', label: 'dev · eu-west-1', functionName: 'orders', memoryMegabytes: 128, architecture: 'arm64', timeoutMs: 3000,
};
const orders: AwsSource = { ...unreserved, reservedConcurrency: 5 };
const worker: AwsSource = { ...orders, functionName: 'worker' };
const series: ScalingSeries = { source: 'aws', functionName: 'orders', periodMs: 60_000, at: [], columns: {}, annotations: [] };
const read = (requestId: number) => ({ type: 'read', requestId, from: 0, to: 1, periodMs: 60_000 }) as const;
const reserve = (target: 'local' | 'aws', value: number | null, requestId = 7) =>
  ({ type: 'apply', requestId, target, functionName: 'orders', change: { type: 'reserved', value } }) as const;

let posted: ScalingToPage[];
let questions: Question[];
let problems: { readonly error: unknown; readonly retry: () => void }[];
let requests: DeskRequests;

beforeEach(() => {
  posted = [];
  questions = [];
  problems = [];
  const ask = (asked: Asked, ...about: readonly unknown[]): Promise<never> =>
    new Promise((resolve, reject) => {
      const then = (act: () => void) => {
        act();
        return settle();
      };
      // The test answers what the question is for.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      questions.push({ asked, about, answer: (value) => then(() => resolve(value as never)), fail: (error) => then(() => reject(error)) });
    });
  const desk: ScalingDesk = {
    chooseAws: () => ask('chooseAws'),
    sourceOf: (target) => ask('sourceOf', target),
    read: (...about) => ask('read', ...about),
    save: (file) => ask('save', file),
    apply: (request) => ask('apply', request),
    showProblem: (error, retry) => problems.push({ error, retry }),
  };
  requests = new DeskRequests(desk, (message) => posted.push(message));
  requests.show();
});

function last(): Question {
  const question = questions.at(-1);
  if (question === undefined) throw new Error('The desk was asked nothing.');
  return question;
}

async function choose(source: AwsSource | undefined): Promise<void> {
  void requests.choose(true);
  await last().answer(source);
}

describe('choosing a function of AWS', () => {
  it('is told to the page, and told again when it comes back', async () => {
    await choose(orders);
    requests.hide();
    requests.show();
    expect(posted).toEqual([{ type: 'aws', chosen: orders }, { type: 'aws', chosen: orders }]);
  });

  it('keeps the one before where the user gives up', async () => {
    await choose(undefined);
    await choose(orders);
    await choose(undefined);
    expect(posted).toEqual([undefined, orders, orders].map((chosen) => ({ type: 'aws', chosen })));
  });

  it('asks nothing where the user has named one elsewhere', async () => {
    const target = targetOf('orders');
    void requests.chooseFunction(target);
    expect(last()).toMatchObject({ asked: 'sourceOf', about: [target] });
    await last().answer(orders);
    expect(posted).toEqual([{ type: 'aws', chosen: orders }]);
  });

  it('is taken back without a question', async () => {
    await choose(orders);
    await requests.choose(false);
    expect([posted.at(-1), questions.length]).toEqual([{ type: 'aws', chosen: undefined }, 1]);
  });

  it('shows once why it failed, and the page that nothing is chosen', async () => {
    void requests.choose(true);
    const error = new CodedError('noCredentials', 'No profile.');
    await last().fail(error);
    expect([problems.map((problem) => problem.error), posted]).toEqual([[error], [{ type: 'aws', chosen: undefined }]]);
    problems[0]?.retry();
    expect(questions.map(({ asked }) => asked)).toEqual(['chooseAws', 'chooseAws']);
  });
});

describe('reading figures', () => {
  it('answers with the series of what was chosen', async () => {
    await choose(orders);
    void requests.read(read(1));
    expect(last().about.slice(0, 2)).toEqual([orders, { from: 0, to: 1, periodMs: 60_000 }]);
    await last().answer(series);
    expect(posted.at(-1)).toEqual({ type: 'series', requestId: 1, series });
  });

  it('answers in words where it fails, and shows nothing besides', async () => {
    await choose(orders);
    void requests.read(read(1));
    await last().fail(new CodedError('network', 'No network.'));
    expect([posted.at(-1), problems]).toEqual([{ type: 'refused', requestId: 1, message: 'No network.' }, []]);
  });

  it('answers the latest alone', async () => {
    await choose(orders);
    posted.length = 0;
    void requests.read(read(1));
    const first = last();
    void requests.read(read(2));
    expect(first.about[2]).toMatchObject({ aborted: true });
    await first.answer(series);
    await last().answer(series);
    expect(posted).toEqual([{ type: 'series', requestId: 2, series }]);
  });

  it.each<[string, () => Promise<void>]>([
    ['the page hides', async () => requests.hide()],
    ['the page closes', async () => requests.dispose()],
    ['AWS is shown no longer', () => requests.choose(false)],
    ['another function is chosen', () => choose(worker)],
  ])('ends without an answer where %s', async (_title, happen) => {
    await choose(orders);
    void requests.read(read(1));
    const question = last();
    await happen();
    expect(question.about[2]).toMatchObject({ aborted: true });
    posted.length = 0;
    await question.fail(new Error('aborted'));
    expect(posted).toEqual([]);
  });

  it('asks nobody where nothing is chosen or the page is hidden', async () => {
    await requests.read(read(1));
    expect(posted).toEqual([{ type: 'aws', chosen: undefined }]);
    await choose(orders);
    requests.hide();
    await requests.read(read(2));
    expect(questions.map(({ asked }) => asked)).toEqual(['chooseAws']);
  });
});

describe('applying a limit', () => {
  it.each([
    ['local', 'local'],
    ['aws', 'aws:dev:eu-west-1'],
  ] as const)('goes to %s by its connection', async (target, connection) => {
    await choose(orders);
    void requests.apply(reserve(target, 9));
    expect(last().about).toEqual([{ connection, functionName: 'orders', change: { type: 'reserved', value: 9 } }]);
    await last().answer(true);
    expect(posted.find(({ type }) => type === 'applied')).toEqual({ type: 'applied', requestId: 7, done: true });
  });

  it.each([
    [9, { ...orders, reservedConcurrency: 9 }],
    [null, unreserved],
  ])('to %s shows with the figures of AWS', async (value, chosen) => {
    await choose(orders);
    void requests.apply(reserve('aws', value));
    await last().answer(true);
    expect(posted.at(-1)).toEqual({ type: 'aws', chosen });
  });

  it('changes nothing that the page shows where the user thinks better of it, or it was of another function', async () => {
    await choose(worker);
    void requests.apply(reserve('aws', 9));
    await last().answer(true);
    void requests.apply(reserve('aws', 9, 8));
    await last().answer(false);
    expect(posted).toEqual([{ type: 'aws', chosen: worker }, { type: 'applied', requestId: 7, done: true }, { type: 'applied', requestId: 8, done: false }]);
  });

  it('answers in the service’s words where it is refused', async () => {
    void requests.apply(reserve('local', 9));
    await last().fail(new CodedError('invalid', 'Specified too much.'));
    expect(posted).toEqual([{ type: 'refused', requestId: 7, message: 'Specified too much.' }]);
  });

  it('is given up, and not refused, where the user cancelled it', async () => {
    void requests.apply(reserve('local', 9));
    await last().fail(new CodedError('cancelled', 'Cancelled.'));
    expect(posted).toEqual([{ type: 'applied', requestId: 7, done: false }]);
  });

  it('asks one question at a time', async () => {
    void requests.apply(reserve('local', 9));
    void requests.apply(reserve('local', 10, 8));
    expect([questions.length, posted]).toEqual([1, [{ type: 'applied', requestId: 8, done: false }]]);
    await last().answer(true);
    void requests.apply(reserve('local', 10, 9));
    expect(questions).toHaveLength(2);
  });

  it('asks nobody where nothing of AWS is chosen', async () => {
    await requests.apply(reserve('aws', 9));
    expect([questions, posted]).toEqual([[], [{ type: 'applied', requestId: 7, done: false }]]);
  });
});

it('shows once why a file could not be saved, and saves it again', async () => {
  const file = { format: 'csv', name: 'orders', content: 'a' } as const;
  void requests.save(file);
  const error = new Error('disk full');
  await last().fail(error);
  expect(problems.map((problem) => problem.error)).toEqual([error]);
  problems[0]?.retry();
  expect(last()).toMatchObject({ asked: 'save', about: [file] });
});
