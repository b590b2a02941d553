import type { JSX } from 'preact';
import type { View } from './view.ts';

/** In place of the graph while nothing has run. */
export function EmptyNotice({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  return (
    <Notice title={strings.emptyTitle} text={strings.emptyText}>
      <button type="button" class="primary" onClick={() => model.invoke()}>
        {strings.invoke}
      </button>
    </Notice>
  );
}

/** In place of the graph while there is no region. */
export function StoppedNotice({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  const starting = model.phase.value === 'starting';
  return (
    <Notice title={starting ? strings.startingTitle : strings.stoppedTitle} text={strings.stoppedText}>
      <button type="button" class="primary" disabled={starting} onClick={() => model.start()}>
        {strings.start}
      </button>
    </Notice>
  );
}

/** Above a graph whose region has ended. */
export function StoppedStrip({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  const starting = model.phase.value === 'starting';
  return (
    <div class="strip" role="status">
      <span>{starting ? strings.startingTitle : model.timeline === undefined ? strings.stoppedTitle : strings.stoppedStrip}</span>
      <button type="button" class="text-button" disabled={starting} onClick={() => model.start()}>
        {strings.start}
      </button>
    </div>
  );
}

/** Above the graph: why the figures of AWS are not there. */
export function AwsRefusedStrip({ view: { model } }: { readonly view: View }): JSX.Element {
  return (
    <div class="strip warning" role="alert">
      <strong>AWS</strong>
      <span>{model.aws.refused.value}</span>
    </div>
  );
}

interface NoticeProps {
  readonly title: string;
  readonly text: string;
  readonly children: JSX.Element;
}

function Notice({ title, text, children }: NoticeProps): JSX.Element {
  return (
    <div class="notice" role="status">
      <svg class="sketch" width="168" height="72" viewBox="0 0 168 72" aria-hidden="true">
        <path class="sketch-area" d="M8 64V54H36V40H62V22H92V34H118V48H142V58H160V64Z" />
        <path class="sketch-line" d="M8 54H36V40H62V22H92V34H118V48H142V58H160" />
        <path class="sketch-limit" d="M8 12H160" />
        <path class="sketch-axis" d="M8 4V64H160" />
      </svg>
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  );
}
