import type { JSX } from 'preact';
import type { View } from '../view.ts';
import { busiestFunction, exampleFunction } from './whatIf.ts';

/** Whose what-if it is. With a function of AWS beside the Local region's, one chooses. */
export function TargetChoice({ view: { model, strings } }: { readonly view: View }): JSX.Element {
  const aws = model.aws.chosen.value;
  const local = model.functionName.value ?? busiestFunction(model.timeline) ?? exampleFunction;
  const name = (source: 'local' | 'aws', functionName: string): string => `${strings.sources[source]} · ${functionName}`;
  if (aws === undefined) return <p class="target">{name('local', local)}</p>;
  return (
    <select class="target" aria-label={strings.whatIfTarget} value={model.target.value} onChange={({ currentTarget }) => model.aim(currentTarget.value === 'aws' ? 'aws' : 'local')}>
      <option value="local">{name('local', local)}</option>
      <option value="aws">{`${name('aws', aws.functionName)} · ${aws.label}`}</option>
    </select>
  );
}
