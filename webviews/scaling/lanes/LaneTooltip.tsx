import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LaneBoard } from './laneBoard.ts';
import type { LaneDetails } from './laneDetails.ts';
import { crosshairX } from '../time/Plot.tsx';
import type { View } from '../view.ts';

interface LaneTooltipProps {
  readonly view: View;
  readonly board: LaneBoard;
  readonly details: LaneDetails;
}

const gap = 10;

/** What a lane was doing at the cursor, beside it and inside of the panel. */
export function LaneTooltip({ view, board, details }: LaneTooltipProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  // After every rendering: its place depends on the size of what it says.
  useLayoutEffect(() => {
    const [x, bottom, element] = [crosshairX(view), board.selected.value && board.selectedBottom(), box.current];
    if (element === null) return;
    element.hidden = x === undefined || bottom === undefined;
    if (x === undefined || typeof bottom !== 'number') return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const left = x + gap + width > board.size.width ? Math.max(0, x - gap - width) : x + gap;
    // Where there is no room below the lane, above it: the panel above is lower in the stack.
    const top = bottom + 6 + height > board.size.height ? bottom - height - 24 : bottom + 6;
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  });
  return (
    <div class="tooltip" ref={box} aria-hidden="true">
      <strong>{details.title}</strong>
      {details.lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </div>
  );
}
