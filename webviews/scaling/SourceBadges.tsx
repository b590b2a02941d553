import type { JSX } from 'preact';
import type { MetricsSource } from '../../src/lambda/scaling/metrics/scalingSeries.ts';
import { SwatchPicture } from './panels/Legend.tsx';
import { sourceLooks } from './sources/sourceLooks.ts';
import type { View } from './view.ts';

/** Where the figures come from. Always visible; each switches its source on and off. */
export function SourceBadges({ view }: { readonly view: View }): JSX.Element {
  const { model, strings } = view;
  const state = model.paused.value ? 'paused' : model.phase.value === 'running' ? 'live' : model.phase.value === 'starting' ? 'starting' : 'stopped';
  const aws = model.aws.chosen.value;
  const simulated = model.whatIf.answer.value;
  return (
    <div class="badges" role="group" aria-label={strings.sourcesLabel}>
      <Badge view={view} source="local" state={state} text={strings[state]} pressed={!model.hidden.value.includes('local')} onPress={(shown) => model.showSource('local', shown)} />
      <Badge
        view={view}
        source="aws"
        text={aws === undefined ? strings.awsOff : `${strings.awsStatistic}${model.aws.loading.value ? ' …' : ''}`}
        title={aws === undefined ? strings.chooseAws : `${aws.functionName} · ${aws.label}`}
        pressed={aws !== undefined && !model.hidden.value.includes('aws')}
        onPress={(shown) => (aws === undefined ? model.chooseAws(true) : model.showSource('aws', shown))}
      />
      {aws !== undefined && (
        <span class="aws-target">
          <span class="name" title={`${aws.functionName} · ${aws.label}`}>{aws.functionName} · {aws.label}</span>
          <button type="button" class="chip" aria-label={`${strings.sources.aws}: ${strings.change}`} onClick={() => model.chooseAws(true)}>{strings.change}</button>
          <button type="button" class="chip" aria-label={`${strings.sources.aws}: ${strings.remove}`} onClick={() => model.chooseAws(false)}>{strings.remove}</button>
        </span>
      )}
      <Badge
        view={view}
        source="simulated"
        text={simulated === undefined ? '' : `${strings.sources[simulated.target]} · ${simulated.functionName}`}
        pressed={model.whatIf.open.value && !model.hidden.value.includes('simulated')}
        onPress={(shown) => (model.whatIf.open.value ? model.showSource('simulated', shown) : model.openWhatIf(true))}
      />
    </div>
  );
}

interface BadgeProps {
  readonly view: View;
  readonly source: MetricsSource;
  readonly state?: string;
  readonly text: string;
  readonly title?: string;
  readonly pressed: boolean;
  readonly onPress: (shown: boolean) => void;
}

function Badge({ view: { strings }, source, state = '', text, title, pressed, onPress }: BadgeProps): JSX.Element {
  return (
    <button type="button" class={`badge ${source} ${state}`} aria-pressed={pressed} title={title ?? strings.toggles[source]} onClick={() => onPress(!pressed)}>
      {source === 'local' ? <span class="dot" /> : <SwatchPicture swatch={{ kind: 'line', ...sourceLooks[source] }} />}
      <strong>{strings.sources[source]}</strong>
      {text !== '' && <span>{text}</span>}
    </button>
  );
}
