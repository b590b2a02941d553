import { computed, effect, signal } from '@preact/signals';
import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import type { ScalingFromPage, ScalingToPage } from '../../src/protocol/webview/scaling.ts';
import '../shared/base.css';
import { FrameLoop } from '../shared/frameLoop.ts';
import { onThemeChange, readTheme } from '../shared/theme.ts';
import { connectToHost } from '../shared/vscodeApi.ts';
import { App } from './App.tsx';
import { PanelPictures } from './exports/panelPictures.ts';
import { ScalingModel } from './model.ts';
import './scaling.css';
import './whatIf/whatIf.css';
import { makeView } from './view.ts';
import { predictor } from './whatIf/predictor.ts';

/** At most ten frames a second; with reduced motion the graph steps on once a second, but for what comes of a control that one moves. */
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const intervalMs = (): number => (calm.matches && performance.now() - model.touchedAt > 1000 ? 1000 : 100);

const port = connectToHost<ScalingFromPage>((message: ScalingToPage) => model.receive(message));
const loop = new FrameLoop(drawFrame, intervalMs);
const clock = { monotonic: () => performance.now(), origin: performance.timeOrigin };
const model = new ScalingModel(port, clock, predictor, () => loop.request());
const pictures = new PanelPictures();
const theme = signal(readTheme(document));
const view = computed(() => (model.strings.value === undefined ? undefined : makeView(model, theme, model.strings.value, model.formats.value, pictures)));

function drawFrame(): void {
  const again = model.refresh();
  if (again !== undefined) loop.request(again);
  // Without news it moves on when a pixel's worth of time has passed.
  if (model.live.peek()) loop.request(model.time.range.peek().lengthMs / Math.max(200, view.peek()?.width.peek() ?? 0));
}

onThemeChange(document, () => void (theme.value = readTheme(document)));
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) model.begin();
});
effect(() => {
  if (view.value !== undefined) render(<App view={view.value} />, document.body);
});
model.begin();
