import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { ScalingStrings } from '../../src/protocol/webview/scaling.ts';
import { type Formats } from '../shared/format.ts';
import { timeTicks } from '../shared/ticks.ts';
import type { Theme } from '../shared/theme.ts';
import type { PanelPictures } from './exports/panelPictures.ts';
import type { ScalingModel } from './model.ts';

/** Width of all left axes, so that the panels' time axes are one. CSS pixels. */
export const gutter = 58;
export const paddingRight = 16;
const timeTickSpacing = 84;

/** The button that opens and closes the what-if controls: where the focus goes when they close. */
export const whatIfButton = 'what-if-button';

/** What every part of the page is given: the model, its words, and how things look. */
export interface View {
  readonly model: ScalingModel;
  readonly strings: ScalingStrings;
  readonly formats: Formats;
  readonly theme: ReadonlySignal<Theme>;
  /** Width of the panels in CSS pixels. */
  readonly width: Signal<number>;
  /** What a screen reader says next. */
  readonly announcement: Signal<string>;
  /** The stretch of time that is being marked with the pointer, as shares of the width. */
  readonly marked: Signal<readonly [number, number] | undefined>;
  readonly pictures: PanelPictures;
}

export function makeView(model: ScalingModel, theme: ReadonlySignal<Theme>, strings: ScalingStrings, formats: Formats, pictures: PanelPictures): View {
  return { model, strings, formats, theme, pictures, width: signal(0), announcement: signal(''), marked: signal(undefined) };
}

/** The moments that have a line in every panel and a label on the time axis. */
export function timeGrid(from: number, to: number, width: number): { readonly step: number; readonly ticks: number[] } {
  return timeTicks(from, to, width, timeTickSpacing);
}
