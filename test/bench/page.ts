import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { AwsSource, ScalingFromPage, ScalingStrings, ScalingToPage } from '../../src/protocol/webview/scaling.ts';
import { findChromium, launchChromium } from '../host/driver/chromium.ts';
import { projectRoot } from '../host/driver/projectRoot.ts';
import { milliseconds, notMeasured, quantile, type Row } from './measure.ts';

declare global {
  /** In the page: what it told its host. */
  var scalingPosted: ScalingFromPage[] | undefined;
}

const panels = 5;
const streamedPoints = 20_000;
const manyPoints = 1_000_000;
const frames = 60;

/** The built Scaling page in a real Chromium: what a frame costs while 5 panels of 20,000 points each stream, and drawing a million points. */
export async function page(): Promise<readonly Row[]> {
  const streaming = `Scaling page, ${panels} × ${streamedPoints.toLocaleString('en')} points, a frame, median`;
  const million = 'Scaling page, 1,000,000 points drawn, median';
  if (findChromium() === undefined) return [notMeasured(streaming, 'chromium'), notMeasured(million, 'chromium')];
  const server = await servePage();
  const browser = await launchChromium();
  try {
    const streamed = await measure(await open(await browser.newPage({ viewport: { width: 1280, height: 900 } }), server), streamedPoints, frames);
    const drawn = await measure(await open(await browser.newPage({ viewport: { width: 1280, height: 900 } }), server), manyPoints, 10);
    return [
      { name: streaming, measured: milliseconds(quantile(streamed, 0.5)), beside: `p95 ${milliseconds(quantile(streamed, 0.95))}`, aim: '≤ 8 ms' },
      { name: million, measured: milliseconds(quantile(drawn, 0.5)), beside: `p95 ${milliseconds(quantile(drawn, 0.95))}`, aim: '≤ 100 ms' },
    ];
  } finally {
    await browser.close();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function open(page: Page, server: Server): Promise<Page> {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page is not served.');
  await page.addInitScript(() => {
    const posted: ScalingFromPage[] = [];
    Object.assign(globalThis, { scalingPosted: posted, acquireVsCodeApi: () => ({ postMessage: (message: ScalingFromPage) => posted.push(message), getState: () => undefined, setState: () => undefined }) });
  });
  await page.goto(`http://127.0.0.1:${address.port}/`);
  return page;
}

/** How long the frames took in which the page took in and drew so many points of every line. */
async function measure(page: Page, points: number, count: number): Promise<number[]> {
  const chosen: AwsSource = { connection: 'bench', label: 'bench', functionName: 'bench', memoryMegabytes: 1024, architecture: 'x86_64', timeoutMs: 3000 };
  return page.evaluate(runInPage, { points, count, chosen });
}

/** In the page, with nothing of the above: sends a series, and sees how long the page is busy with its frame. */
async function runInPage({ points, count, chosen }: { points: number; count: number; chosen: AwsSource }): Promise<number[]> {
  const say = (message: ScalingToPage): boolean => dispatchEvent(new MessageEvent('message', { data: message }));
  const groups = new Set(['states', 'outcomes', 'sources', 'badges', 'toggles', 'bands', 'limits', 'throttlesBy', 'rules', 'columns', 'shapes', 'shapeFigures']);
  const words: ScalingStrings = new Proxy<ScalingStrings>(Object.create(null), { get: (_, key) => (groups.has(String(key)) ? words : String(key)) });
  say({ type: 'hello', locale: 'en', strings: words, phase: 'running' });
  const now = Math.floor(Date.now() / 1000) * 1000;
  say({ type: 'snapshot', now, snapshot: { since: now - 1000, accountConcurrency: 1000, rateScale: 1, functions: [], environments: [], history: [] } });
  say({ type: 'aws', chosen });
  const posted = globalThis.scalingPosted ?? [];
  const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  while (!posted.some(({ type }) => type === 'read')) await nextFrame();
  const requestId = posted.findLast((message) => message.type === 'read')?.requestId ?? 0;
  const periodMs = 60_000 / points;
  const at = Array.from({ length: points }, (_, index) => now - 60_000 + index * periodMs);
  const wave = (height: number, seed: number): number[] => at.map((_, index) => height * (1 + Math.sin(index / 300 + seed)) + ((index * 7919 + seed * 31) % 97) / 10);
  // A line or a band for each panel: concurrency, arrivals, latency, memory, money.
  const columns = { concurrency: wave(40, 1), invocations: wave(30, 2), throttledByLimit: wave(3, 3), throttledByRate: wave(2, 4), p50: wave(50, 5), p99: wave(300, 6), costPerHour: wave(1, 7), gigabyteSeconds: wave(2, 8) };
  say({ type: 'series', requestId, series: { source: 'aws', functionName: 'bench', periodMs, at, columns, annotations: [] } });
  // The page draws in an animation frame, at most ten times a second, and its charts and text follow in tasks of the same turn.
  const frames: number[] = [];
  let cleared = 0;
  const clear = Reflect.get(CanvasRenderingContext2D.prototype, 'clearRect');
  CanvasRenderingContext2D.prototype.clearRect = function clearRect(...area): void {
    cleared += 1;
    clear.apply(this, area);
  };
  const ask = globalThis.requestAnimationFrame.bind(globalThis);
  globalThis.requestAnimationFrame = (draw) =>
    ask((time) => {
      const started = performance.now();
      const before = cleared;
      draw(time);
      // What else asks for a frame draws nothing, and is none.
      void settled().then(() => cleared > before && frames.push(performance.now() - started));
    });
  // The first frames take the data in and compile; then each is like the next.
  while (frames.length < count + 5) {
    say({ type: 'events', now: Date.now(), events: [] });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return frames.slice(5);

  async function settled(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
}

const assets: Readonly<Record<string, string>> = { '/scaling.js': 'text/javascript', '/scaling.css': 'text/css' };

/** The built page as VS Code shows it, without VS Code. */
async function servePage(): Promise<Server> {
  const document = '<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><link rel="stylesheet" href="/scaling.css"></head><body><script src="/scaling.js"></script></body></html>';
  const server = createServer((request, response) => {
    const type = assets[request.url ?? ''];
    response.setHeader('Content-Type', type ?? 'text/html');
    response.end(type === undefined ? document : readFileSync(path.join(projectRoot, 'dist', 'webviews', request.url ?? '')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
