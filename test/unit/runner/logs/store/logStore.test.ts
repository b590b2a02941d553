import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Logger } from '../../../../../src/common/logger.ts';
import type { EventQuery } from '../../../../../src/runner/logs/store/eventQuery.ts';
import { LogStore } from '../../../../../src/runner/logs/store/logStore.ts';
import { eventually } from '../../../../shared/eventually.ts';
import { ManualClock } from '../../../../shared/manualClock.ts';

const group = '/aws/lambda/hello';
const stream = '2026/11/21/[$LATEST]0123456789abcdef0123456789abcdef';
const all: EventQuery = { limit: 10_000, maxBytes: 1024 * 1024, forward: true };

let folder: string;
let clock: ManualClock;
let warnings: string[];
let limitBytes: number;
let store: LogStore;

const logger: Logger = { debug() {}, info: (text) => warnings.push(text), warn: (text) => warnings.push(text), error() {} };

async function opened(): Promise<LogStore> {
  return LogStore.open({ folder, clock, logger, limitBytes: () => limitBytes });
}

async function reopened(): Promise<void> {
  await store.close();
  store = await opened();
}

async function texts(query: Partial<EventQuery> = {}, name = group): Promise<string[] | undefined> {
  return (await store.events(name, { ...all, ...query }))?.events.map(({ text }) => text);
}

async function files(): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.log')).map((name) => join(folder, name)).sort();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'logs-'));
  clock = new ManualClock();
  warnings = [];
  limitBytes = 50 * 1024 * 1024;
  store = await opened();
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

describe('events', () => {
  test('are the lines of what comes in pieces, each with its newline and the time of its beginning', async () => {
    store.append(group, stream, 1_700_000_000_001, 'one\ntw');
    store.append(group, stream, 1_700_000_000_002, 'o\n\nth');
    store.append(group, 'other', 1_700_000_000_003, 'elsewhere\n');
    store.append(group, stream, 1_700_000_000_004, 'ree\n');
    const page = await store.events(group, { ...all, streams: [stream] });
    expect(page?.events.map(({ at, text }) => [at - 1_700_000_000_000, text])).toEqual([
      [1, 'one\n'],
      [1, 'two\n'],
      [2, '\n'],
      [2, 'three\n'],
    ]);
    expect(page?.events[0]).toMatchObject({ stream, ingestedAt: clock.now() });
  });

  test('of several lines are one where they were written as one, and end a line that was begun', async () => {
    store.append(group, stream, 1_700_000_000_001, 'begun');
    store.appendEvent(group, stream, 1_700_000_000_001, 'REPORT\t\nXRAY\t\n');
    expect(await texts()).toEqual(['begun', 'REPORT\t\nXRAY\t\n']);
  });

  test('have a line without an end after a while, and at the end', async () => {
    store.append(group, stream, clock.now(), 'waiting');
    clock.advance(900);
    expect(await texts()).toBeUndefined();
    clock.advance(200);
    expect(await texts()).toEqual(['waiting']);
    store.append(group, stream, clock.now(), 'last');
    await reopened();
    expect(await texts()).toEqual(['waiting', 'last']);
  });

  test('are cut where they are larger than CloudWatch Logs takes', async () => {
    store.append(group, stream, clock.now(), `${'x'.repeat(600_000)}\n`);
    expect((await texts({ maxBytes: 10_000_000 }))?.map(({ length }) => length)).toEqual([262_118, 262_118, 75_765]);
  });

  test('keep any text', async () => {
    const text = 'é ✓ 😀 "quoted" \\ \u0000 \u2028 \ud800 [$LATEST]\r\t\n';
    store.appendEvent(group, stream, clock.now(), text);
    await reopened();
    expect(await texts()).toEqual([text]);
  });

  test('are on disk 100 ms later, without being asked', async () => {
    store.append(group, stream, clock.now(), 'kept\n');
    clock.advance(100);
    const content = await eventually(async () => {
      const [file] = await files();
      const read = file === undefined ? '' : await readFile(file, 'utf8');
      return read.includes('kept') ? read : undefined;
    });
    expect(content.trimEnd().split('\n')).toHaveLength(2);
  });
});

describe('a query', () => {
  beforeEach(() => {
    for (let index = 0; index < 1_000; index += 1) {
      // Out of order, and often at the same time.
      store.appendEvent(group, index % 2 === 0 ? 'even' : 'odd', 1_700_000_000_000 + ((index * 7) % 100), `${index}\n`);
    }
  });

  const sorted = Array.from({ length: 1_000 }, (_, index) => index)
    .sort((a, b) => ((a * 7) % 100) - ((b * 7) % 100) || a - b)
    .map((index) => `${index}\n`);

  test.each([true, false])('pages through all in the order of time, forward: %s', async (forward) => {
    const got: string[] = [];
    let cursor: EventQuery['cursor'];
    for (let more = true; more;) {
      const page = await store.events(group, { ...all, limit: 77, forward, ...(cursor && { cursor }) });
      got.push(...(page?.events ?? []).map(({ text }) => text));
      cursor = page?.events.at(-1)?.position;
      more = page?.more === true;
    }
    expect(got).toEqual(forward ? sorted : sorted.toReversed());
  });

  test('the same after a start', async () => {
    await reopened();
    expect(await texts()).toEqual(sorted);
    expect(await texts({ forward: false, limit: 3 })).toEqual(sorted.slice(-3).toReversed());
  });

  test.each([true, false])('of much that overlaps in time gives the first of its direction, forward: %s', async (forward) => {
    // Each write is a part of its own, and overlaps with the next.
    for (let part = 0; part < 5; part += 1) {
      for (const at of [part, 10 + part]) store.append('wide', 's', 1_700_000_000_000 + at, `${at} ${'x'.repeat(40_000)}\n`);
      await store.flush();
    }
    const times = (await store.events('wide', { ...all, forward, limit: 3 }))?.events.map(({ at }) => at - 1_700_000_000_000);
    expect(times).toEqual(forward ? [0, 1, 2] : [14, 13, 12]);
  });

  test('by stream, time, text and size', async () => {
    expect(await texts({ streams: ['odd', 'nobody'] })).toEqual(sorted.filter((text) => Number(text) % 2 === 1));
    expect(await texts({ from: 1_700_000_000_010, to: 1_700_000_000_011 })).toEqual(sorted.slice(100, 110));
    expect(await texts({ matches: (text) => text === '5\n' })).toEqual(['5\n']);
    const page = await store.events(group, { ...all, maxBytes: 100 });
    expect(page).toMatchObject({ more: true });
    expect(page?.events.length).toBe(3);
    expect((await store.events(group, { ...all, maxBytes: 1 }))?.events).toHaveLength(1);
  });
});

describe('groups and streams', () => {
  test('come with their first event and are there after a start', async () => {
    store.append(group, stream, 1_700_000_000_500, 'x\n');
    store.append(group, stream, 1_700_000_000_100, 'y\n');
    store.append('/aws/lambda/HELLO', 's', 1_700_000_000_000, 'other case\n');
    const expected = [{ name: stream, createdAt: clock.now(), firstEventAt: 1_700_000_000_100, lastEventAt: 1_700_000_000_500, lastIngestedAt: clock.now() }];
    expect(await store.streams(group)).toMatchObject(expected);
    await reopened();
    expect(store.groups()).toMatchObject([
      { name: '/aws/lambda/HELLO', createdAt: clock.now() },
      { name: group, createdAt: clock.now() },
    ]);
    expect(await store.streams(group)).toMatchObject(expected);
    expect(await texts({}, '/aws/lambda/HELLO')).toEqual(['other case\n']);
  });

  test('are made and deleted by name', async () => {
    expect([await store.createGroup('g'), await store.createGroup('g')]).toEqual([true, false]);
    expect([await store.createStream('g', 's'), await store.createStream('g', 's'), await store.createStream('none', 's')]).toEqual([true, false, undefined]);
    store.append('g', 's', clock.now(), 'old\n');
    store.append('g', 't', clock.now(), 'stays\n');
    expect([await store.deleteStream('g', 's'), await store.deleteStream('g', 's')]).toEqual([true, false]);
    store.append('g', 's', clock.now(), 'new\n');
    for (const _run of ['this run', 'the next']) {
      expect(await texts({}, 'g')).toEqual(['stays\n', 'new\n']);
      expect((await store.streams('g'))?.map(({ name }) => name)).toEqual(['s', 't']);
      await reopened();
    }
    expect([await store.deleteGroup('g'), await store.deleteGroup('g')]).toEqual([true, false]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a group that is written while it is deleted begins anew', async () => {
    store.append(group, stream, clock.now(), 'old\n');
    await store.flush();
    const deleted = store.deleteGroup(group);
    store.append(group, stream, clock.now(), 'new\n');
    await Promise.all([deleted, store.flush()]);
    await reopened();
    expect(await texts()).toEqual(['new\n']);
  });

  test('old events are not shown beyond the retention, which is kept', async () => {
    store.append(group, stream, clock.now() - 2 * 86_400_000, 'old\n');
    store.append(group, stream, clock.now(), 'new\n');
    expect([await store.setRetention(group, 1), await store.setRetention('none', 1)]).toEqual([true, false]);
    await reopened();
    expect(await texts()).toEqual(['new\n']);
    expect(store.groups()).toMatchObject([{ retentionDays: 1 }]);
    await store.setRetention(group, undefined);
    expect(await texts()).toEqual(['old\n', 'new\n']);
  });

  test('names of any kind become folders of their own', async () => {
    const names = ['/a/b', '/a-b', '/A/B', 'con', '..', '../..', 'x'.repeat(512), `${'x'.repeat(511)}y`, 'ü'];
    for (const name of names) store.append(name, 'a:*?"<>|/..', clock.now(), `${name}\n`);
    await reopened();
    for (const name of names) expect(await texts({}, name)).toEqual([`${name}\n`]);
    const folders = await readdir(folder);
    expect(folders).toHaveLength(names.length);
    for (const name of folders) expect(name).toMatch(/^[a-z0-9-]{17,80}$/);
  });
});

describe('what is kept', () => {
  test('is no more than the limit: the oldest goes first, and streams with their last event', async () => {
    limitBytes = 512 * 1024;
    const line = `${'x'.repeat(1_000)}\n`;
    for (let index = 0; index < 2_000; index += 1) {
      store.append(group, index < 1_000 ? 'early' : 'late', 1_700_000_000_000 + index, line);
      if (index % 100 === 0) await store.flush();
    }
    await store.flush();
    const [info] = store.groups();
    expect(info?.storedBytes).toBeLessThanOrEqual(limitBytes);
    expect(info?.storedBytes).toBeGreaterThan(limitBytes / 2);
    const events = (await store.events(group, { ...all, maxBytes: 10_000_000 }))?.events ?? [];
    expect(events.at(-1)?.at).toBe(1_700_000_001_999);
    expect(events.length).toBeGreaterThan(250);
    expect((await store.streams(group))?.map(({ name }) => name)).toEqual(['late']);
    await reopened();
    expect((await store.events(group, { ...all, maxBytes: 10_000_000 }))?.events).toHaveLength(events.length);
    expect((await store.streams(group))?.map(({ name }) => name)).toEqual(['late']);
  });

  test('few starts leave few files', async () => {
    for (let run = 0; run < 5; run += 1) {
      store.append(group, stream, clock.now() + run, `${run}\n`);
      await reopened();
    }
    expect(await texts()).toEqual(['0\n', '1\n', '2\n', '3\n', '4\n']);
    expect(await files()).toHaveLength(1);
  });
});

describe('damage', () => {
  async function onlyFile(): Promise<string> {
    const [file] = await files();
    if (file === undefined) throw new Error('There is no file.');
    return file;
  }

  test('a half-written end costs that event alone', async () => {
    for (const text of ['one\n', 'two\n', 'three\n']) store.append(group, stream, clock.now(), text);
    await store.close();
    const file = await onlyFile();
    await truncate(file, (await readFile(file)).length - 4);
    store = await opened();
    store.append(group, 'another', clock.now(), 'four\n');
    await reopened();
    expect(await texts()).toEqual(['one\n', 'two\n', 'four\n']);
  });

  test('damaged lines in the middle are skipped', async () => {
    store.append(group, stream, clock.now(), 'one\ntwo\nthree\n');
    await store.close();
    const file = await onlyFile();
    const lines = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, [lines[0], lines[1], '\u0000\u0000garbage', '["short"]', lines[2]?.replace('two', 'tw"o'), '{"stream":1}', lines[3], ''].join('\n'));
    store = await opened();
    expect(await texts()).toEqual(['one\n', 'three\n']);
  });

  test('a group without its file is found again by its name', async () => {
    store.append(group, stream, clock.now(), 'one\n');
    await store.close();
    const [name] = await readdir(folder);
    await writeFile(join(folder, name ?? '', 'group.json'), '{"na');
    await appendFile(join(folder, 'stray file'), 'x');
    store = await opened();
    expect(store.groups()).toEqual([]);
    store.append(group, stream, clock.now(), 'two\n');
    for (const _run of ['this run', 'the next']) {
      expect(await texts()).toEqual(['one\n', 'two\n']);
      await reopened();
    }
  });

  test('a file that is gone is no error', async () => {
    store.append(group, stream, clock.now(), 'one\n');
    await store.flush();
    await rm(await onlyFile());
    expect(await texts()).toEqual([]);
  });
});

test('a disk that takes nothing is told once, and what comes later is kept', async () => {
  await store.close();
  // A file where the folder should be: nobody may make one in it.
  await rm(folder, { recursive: true });
  await writeFile(folder, '');
  warnings = [];
  store = await opened();
  const warned = warnings.length;
  for (let count = 0; count < 5; count += 1) {
    store.append(group, stream, clock.now(), 'lost\n');
    await store.flush();
  }
  expect(warnings.slice(warned)).toEqual([expect.stringContaining('cannot be written')]);
  await rm(folder);
  store.append(group, stream, clock.now(), 'kept\n');
  await store.flush();
  expect(warnings.at(-1)).toContain('kept again');
  expect(await texts()).toEqual(['kept\n']);
});

test('followers hear each event as it is taken, until they stop', () => {
  const heard: string[] = [];
  const following = store.follow(({ group: name, stream: of, text }) => heard.push(`${name} ${of} ${text}`));
  store.append('g', 's', clock.now(), 'one\ntw');
  store.append('g', 's', clock.now(), 'o\n');
  following.dispose();
  store.append('g', 's', clock.now(), 'three\n');
  expect(heard).toEqual(['g s one\n', 'g s two\n']);
});

test('many groups are written with few open files', async () => {
  for (let index = 0; index < 200; index += 1) store.append(`group${index}`, stream, clock.now(), 'x\n');
  await store.flush();
  expect(store.openFiles).toBeLessThanOrEqual(64);
  expect(await files()).toHaveLength(200);
});

test('what is taken after the end is dropped', async () => {
  await store.close();
  store.append(group, stream, clock.now(), 'late\n');
  expect(store.pendingCharacters).toBe(0);
  expect(clock.pending).toBe(0);
});
