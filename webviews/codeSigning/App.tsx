import type { JSX } from 'preact';
import { FunctionPage } from './function/FunctionPage.tsx';
import { OverviewPage } from './overview/OverviewPage.tsx';
import { BusyStrip, RefusedStrip } from './Strips.tsx';
import type { View } from './view.ts';

export function App({ view }: { readonly view: View }): JSX.Element {
  const { model } = view;
  const shown = model.shown.value;
  const signing = model.function.value;
  const overview = model.overview.value;
  return (
    <main class="page">
      <RefusedStrip view={view} />
      <BusyStrip view={view} />
      {shown === 'function' && signing !== undefined && <FunctionPage key={`${signing.connection}\n${signing.functionName}`} view={view} signing={signing} />}
      {shown === 'overview' && overview !== undefined && <OverviewPage key={overview.connection} view={view} overview={overview} />}
      {shown === undefined && <Waiting view={view} />}
      <div class="visually-hidden" role="status" aria-live="polite">
        {model.announcement}
      </div>
    </main>
  );
}

/** Before there is anything to show. */
function Waiting({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  if (model.refused.value === undefined) return <p class="waiting">{model.busy.value === undefined && strings.reading}</p>;
  return (
    <p class="waiting">
      <button type="button" class="primary" onClick={() => model.refresh()}>{strings.refresh}</button>
    </p>
  );
}
