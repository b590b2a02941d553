import { autoScalingFigures } from '../../../lambda/scaling/autoScaling/figures.ts';

/** What AWS's console proposes. */
export const defaultUtilization = 0.7;

/** A target utilization as people type it: `70%`, `70 %`, `70`, `0.7`, `0,7`. Undefined for what is none, or outside of 0.1 to 0.9. */
export function parseUtilization(text: string): number | undefined {
  const [, digits = '', percent] = /^(\d+(?:[.,]\d+)?)\s*(%?)$/.exec(text.trim()) ?? [];
  if (digits === '') return undefined;
  const number = Number(digits.replace(',', '.'));
  // Without the noise of binary fractions.
  const value = percent === '%' || number > 1 ? Number((number / 100).toFixed(6)) : number;
  const { min, max } = autoScalingFigures.target;
  return value >= min && value <= max ? value : undefined;
}

/** As it is proposed for typing: `70%`. */
export function utilizationText(share: number): string {
  return `${Number((share * 100).toFixed(4))}%`;
}
