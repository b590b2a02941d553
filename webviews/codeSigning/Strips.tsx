import type { JSX } from 'preact';
import { Icon } from './icons.tsx';
import type { View } from './view.ts';

/** What goes on, with a way to stop it. It lies over the page, so that nothing moves when it comes and goes. */
export function BusyStrip({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  const text = model.busy.value;
  return (
    <div class="busy">
      {text !== undefined && (
        <div class="busy-box">
          <span class="spinner" aria-hidden="true" />
          <span>{text}</span>
          <button type="button" class="link" onClick={() => model.cancel()}>{strings.cancel}</button>
        </div>
      )}
    </div>
  );
}

/** What failed. It stays until it is read. */
export function RefusedStrip({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  const text = model.refused.value;
  return (
    <div role="alert">
      {text !== undefined && (
        <div class="refused">
          <Icon name="cross" />
          <span>{text}</span>
          <button type="button" class="icon-button" aria-label={strings.dismiss} title={strings.dismiss} onClick={() => model.dismiss()}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
