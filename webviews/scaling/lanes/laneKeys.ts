import { onCursorKey } from '../time/cursorKeys.ts';
import type { LaneBoard } from './laneBoard.ts';
import type { ScalingModel } from '../model.ts';

const moves: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 };

/** Keys of the swimlanes: up and down choose a lane, Ctrl+Left and Ctrl+Right go to its segments, the rest is the cursor's. */
export function onLaneKey(board: LaneBoard, model: ScalingModel, event: KeyboardEvent): boolean {
  const move = moves[event.key];
  if (move !== undefined) {
    board.move(move);
    const to = model.frame.value?.to;
    if (model.cursor.value === undefined && to !== undefined) model.cursor.value = { by: 'keys', at: to };
    return true;
  }
  if (event.ctrlKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) return toSegment(board, model, event.key === 'ArrowRight');
  if (event.key === 'Escape') board.select(undefined);
  return onCursorKey(model, event);
}

function toSegment(board: LaneBoard, model: ScalingModel, forward: boolean): boolean {
  const frame = model.frame.value;
  const lane = board.selected.value === undefined ? undefined : model.lane(board.selected.value);
  if (frame === undefined || lane === undefined) return false;
  const at = model.cursorAt.value ?? frame.to;
  const starts = lane.segments.map(({ start }) => start).filter((start) => start >= frame.from && start <= frame.to);
  const next = forward ? starts.find((start) => start > at) : starts.findLast((start) => start < at);
  if (next !== undefined) model.cursor.value = { by: 'keys', at: next };
  return true;
}
