import type { ScalingStrings } from '../../../src/protocol/webview/scaling.ts';
import type { Formats } from '../../shared/format.ts';
import { hatched } from '../../shared/hatch.ts';
import type { Theme } from '../../shared/theme.ts';
import { annotationText } from '../annotations/annotationText.ts';
import type { Frame } from '../frame.ts';
import { annotationLines } from './annotationLines.ts';
import { markShapes } from '../panels/Legend.tsx';
import type { LegendItem, Swatch } from '../panels/legendItem.ts';
import { sourceLooks } from '../sources/sourceLooks.ts';
import type { View } from '../view.ts';
import type { PanelPicture } from './panelPictures.ts';

const panelNames = ['concurrency', 'arrivals', 'latency', 'environments', 'cost', 'time'];
const headHeight = 80;
const titleHeight = 24;
const legendLine = 17;
const margin = 14;

/** The panels as one picture, with title, time, source badges and legends: base64 of a PNG. */
export function pngOf(view: View): string | undefined {
  const { model, strings, formats, theme: themeSignal, pictures } = view;
  const [frame, panels, theme] = [model.frame.value, pictures.inOrder(panelNames), themeSignal.value];
  const width = Math.max(0, ...panels.map((panel) => panel.width));
  if (frame === undefined || width === 0) return undefined;
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  const rows = panels.map((panel) => ({ panel, lines: legendLines(context, theme, panel, width) }));
  const changes = annotationLines(changesOf(frame, strings, formats), width - 2 * margin, (text) => context.measureText(text).width);
  const headEnd = headHeight + changes.length * legendLine;
  const height = headEnd + rows.reduce((sum, { panel, lines }) => sum + panel.height + headOf(panel, lines.length), 0) + margin;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  context.fillStyle = theme.colors.background;
  context.fillRect(0, 0, width, height);
  drawHead(context, theme, frame, strings, formats);
  changes.forEach((line, index) => context.fillText(line, margin, headHeight + index * legendLine));
  let top = headEnd;
  for (const { panel, lines } of rows) {
    if (panel.title !== '') drawTitle(context, theme, panel, lines, top);
    top += headOf(panel, lines.length);
    context.drawImage(panel.canvas, 0, 0, panel.canvas.width, panel.canvas.height, 0, top, panel.width, panel.height);
    top += panel.height;
  }
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

/** What was deployed, routed and limited, when. */
function changesOf({ annotations, functionName }: Frame, strings: ScalingStrings, formats: Formats): string[] {
  return annotations.toSorted((a, b) => a.at - b.at).map((each) => `${formats.clock(each.at)} ${annotationText(each, functionName === undefined, strings, formats)}`);
}

function headOf({ title }: PanelPicture, lines: number): number {
  return title === '' ? 0 : titleHeight + lines * legendLine;
}

function drawHead(context: CanvasRenderingContext2D, theme: Theme, { functionName, from, to, sources }: Frame, strings: ScalingStrings, formats: Formats): void {
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.fillStyle = theme.colors.foreground;
  context.font = `600 ${theme.font.replace('11px', '15px')}`;
  context.fillText(`${strings.title}: ${functionName ?? strings.allFunctions}`, margin, 24);
  context.font = theme.font;
  context.fillStyle = theme.colors.muted;
  context.fillText(`${formats.moment(from)} – ${formats.moment(to)}`, margin, 44);
  let x = margin;
  for (const { source, series } of sources) {
    // Figures of another function say whose they are.
    const text = series.functionName === functionName || series.functionName === undefined ? strings.badges[source] : `${strings.badges[source]} · ${series.functionName}`;
    drawSwatch(context, theme, { kind: 'line', ...sourceLooks[source] }, x, 60);
    context.fillStyle = theme.colors.foreground;
    context.fillText(text, x + 20, 64);
    x += 20 + context.measureText(text).width + 18;
  }
  context.fillStyle = theme.colors.muted;
}

function textOf({ label, value, others = [], note }: LegendItem): string {
  return [label, value, ...others.map((other) => `/ ${other.value}`), note].filter((part) => part !== undefined && part !== '').join(' ');
}

function swatchWidth({ swatch }: LegendItem): number {
  return swatch === undefined ? 0 : 20;
}

/** The legend's items, as many on a line as fit. */
function legendLines(context: CanvasRenderingContext2D, theme: Theme, { items }: PanelPicture, width: number): LegendItem[][] {
  context.font = theme.font;
  const lines: LegendItem[][] = [];
  let left = Number.POSITIVE_INFINITY;
  for (const item of items.filter(({ quiet = false }) => !quiet)) {
    const own = swatchWidth(item) + context.measureText(textOf(item)).width + 16;
    if (left + own > width - margin) {
      lines.push([]);
      left = margin;
    }
    lines.at(-1)?.push(item);
    left += own;
  }
  return lines;
}

function drawTitle(context: CanvasRenderingContext2D, theme: Theme, { title, unit }: PanelPicture, lines: readonly (readonly LegendItem[])[], top: number): void {
  context.fillStyle = theme.colors.foreground;
  context.textAlign = 'left';
  context.font = `600 ${theme.font}`;
  context.fillText(title, margin, top + 16);
  const after = margin + context.measureText(`${title}  `).width;
  context.font = theme.font;
  context.fillStyle = theme.colors.muted;
  context.fillText(unit, after, top + 16);
  lines.forEach((line, index) => {
    let x = margin;
    const baseline = top + titleHeight + index * legendLine + 11;
    for (const item of line) {
      if (item.swatch !== undefined) drawSwatch(context, theme, item.swatch, x, baseline - 4);
      context.fillStyle = theme.colors.foreground;
      context.fillText(textOf(item), x + swatchWidth(item), baseline);
      x += swatchWidth(item) + context.measureText(textOf(item)).width + 16;
    }
  });
}

function drawSwatch(context: CanvasRenderingContext2D, theme: Theme, swatch: Swatch, x: number, middle: number): void {
  const color = theme.colors[swatch.color];
  context.save();
  context.translate(x, middle - 6);
  context.fillStyle = swatch.kind === 'hatch' ? hatched(context, swatch.hatch, color) : color;
  context.strokeStyle = color;
  context.lineWidth = 2;
  if (swatch.kind === 'line') {
    context.setLineDash((swatch.dash ?? []).map((length) => Math.min(length, 5)));
    context.beginPath();
    context.moveTo(0, 6);
    context.lineTo(14, 6);
    context.stroke();
  } else if (swatch.kind === 'mark') {
    const path = new Path2D(markShapes[swatch.mark]);
    if (swatch.mark === 'cross') context.stroke(path);
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- This is no array.
    else context.fill(path);
  } else context.fillRect(1, 1, 12, 10);
  context.restore();
}
