import type { Hatch } from '../shared/hatch.ts';
import type { ColorRole } from '../shared/theme.ts';

export type Mark = 'speck' | 'dot' | 'diamond' | 'cross';

/** What a thing looks like in the chart. */
export type Swatch =
  | { readonly kind: 'line'; readonly color: ColorRole; readonly dash?: readonly number[] }
  | { readonly kind: 'area'; readonly color: ColorRole }
  | { readonly kind: 'hatch'; readonly color: ColorRole; readonly hatch: Hatch }
  | { readonly kind: 'mark'; readonly color: ColorRole; readonly mark: Mark };

export interface LegendItem {
  readonly label: string;
  readonly swatch: Swatch;
  /** At the cursor, or now. */
  readonly value: string;
  /** Whether the value is a duration, which takes more room than a count. */
  readonly wide?: boolean;
  readonly note?: string;
}
