import type { JSX } from 'preact';
import { gutter, paddingRight, type View } from '../view.ts';
import { placeAnnotations } from './annotationLayout.ts';
import { annotationText } from './annotationText.ts';

/** Words need at least so many CSS pixels; a mark with less has them only when pointed at. */
const leastRoom = 56;

/** What was deployed, routed and limited, when: marks over all panels. */
export function AnnotationStrip({ view }: { readonly view: View }): JSX.Element | null {
  const { model, strings, formats, width } = view;
  const frame = model.frame.value;
  if (frame === undefined || frame.annotations.length === 0) return null;
  const plotWidth = Math.max(0, width.value - gutter - paddingRight);
  return (
    <ol class="annotations" aria-label={strings.changes}>
      {placeAnnotations(frame.annotations, frame.from, frame.to, plotWidth).map(({ x, annotations, room }) => {
        const texts = annotations.map((each) => annotationText(each, frame.functionName === undefined, strings, formats));
        const first = annotations[0]?.at ?? 0;
        const full = `${formats.clock(first)} ${texts.join(' · ')}`;
        return (
          <li key={first} ref={(element) => element?.style.setProperty('transform', `translateX(${Math.round(gutter + x)}px)`)} title={full}>
            <span class="flag" aria-hidden="true" />
            <span class="words" aria-label={full} ref={(element) => element?.style.setProperty('max-width', `${room < leastRoom ? 0 : Math.floor(room - 12)}px`)}>
              {texts.join(' · ')}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
