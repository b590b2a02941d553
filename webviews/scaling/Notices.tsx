import type { ComponentChildren, JSX } from 'preact';
import type { View } from './view.ts';

/** In place of the graph while nothing has run. */
export function EmptyNotice({ view }: { readonly view: View }): JSX.Element {
  const { model, strings } = view;
  return (
    <Notice title={strings.emptyTitle} text={strings.emptyText}>
      <button type="button" class="primary" onClick={() => model.invoke()}>
        {strings.invoke}
      </button>
      <OtherSources view={view} />
    </Notice>
  );
}

/** In place of the graph while there is no region. */
export function StoppedNotice({ view }: { readonly view: View }): JSX.Element {
  const { model, strings } = view;
  const starting = model.phase.value === 'starting';
  return (
    <Notice title={starting ? strings.startingTitle : strings.stoppedTitle} text={strings.stoppedText}>
      <button type="button" class="primary" disabled={starting} onClick={() => model.start()}>
        {strings.start}
      </button>
      <OtherSources view={view} />
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

/** Above the graph: why the figures of AWS are not there, and what can be done. */
export function AwsRefusedStrip({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  return (
    <div class="strip warning" role="alert">
      <span>
        <strong>{strings.awsRefused}</strong> {model.aws.refused.value}
      </span>
      <button type="button" class="text-button" onClick={() => model.readAwsAgain()}>{strings.tryAgain}</button>
    </div>
  );
}

/** A graph needs no function that runs here. */
function OtherSources({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  return (
    <div class="other-sources">
      {model.aws.chosen.value === undefined && <button type="button" class="text-button" onClick={() => model.chooseAws(true)}>{strings.chooseAws}</button>}
      {!model.whatIf.open.value && <button type="button" class="text-button" onClick={() => model.openWhatIf(true)}>{strings.tryWhatIf}</button>}
    </div>
  );
}

interface NoticeProps {
  readonly title: string;
  readonly text: string;
  readonly children: ComponentChildren;
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
