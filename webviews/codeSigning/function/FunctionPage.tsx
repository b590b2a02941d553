import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ActButton, IconButton } from '../buttons.tsx';
import { Icon } from '../icons.tsx';
import { PolicyBadge } from '../StandingMark.tsx';
import { Configuration } from './Configuration.tsx';
import type { FunctionProps } from './functionProps.ts';
import { History } from './History.tsx';
import { PartCard } from './PartCard.tsx';
import { Publishers } from './Publishers.tsx';
import { VerdictHero } from './VerdictHero.tsx';

/** Code signing of one function. */
export function FunctionPage({ view, signing }: FunctionProps): JSX.Element {
  const { strings } = view;
  const image = signing.packageType === 'Image';
  return (
    <div class="scroller">
      <Header view={view} signing={signing} />
      <div class="function-body">
        <VerdictHero view={view} signing={signing} />
        {!image && (
          <div class="columns">
            <section class="parts" aria-labelledby="parts-title">
              <div class="section-head">
                <h2 id="parts-title">{strings.parts}</h2>
                <ActButton view={view} label="sign" action="sign" />
                <ActButton view={view} label="verifyFile" action="verifyFile" />
              </div>
              {signing.parts.map((part) => <PartCard key={part.arn} view={view} signing={signing} part={part} />)}
            </section>
            <div class="side">
              <Configuration view={view} signing={signing} />
              <Publishers view={view} signing={signing} />
            </div>
            <History view={view} signing={signing} />
          </div>
        )}
      </div>
    </div>
  );
}

function Header({ view, signing }: FunctionProps): JSX.Element {
  const { model, strings } = view;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (model.summoned?.to !== 'function' || model.summoned.functionName !== signing.functionName) return;
    model.summoned = undefined;
    title.current?.focus();
  }, [model, signing.functionName]);
  return (
    <header class="bar">
      <button type="button" class="link back" title={strings.allFunctions} onClick={() => model.openOverview()}>
        <Icon name="back" />
        <span class="words">{strings.allFunctions}</span>
      </button>
      <div class="bar-title">
        <h1 ref={title} tabIndex={-1}>
          <span class="visually-hidden">{strings.title}: </span>
          {signing.functionName}
        </h1>
        <span class="connection">{signing.connection}</span>
        {signing.packageType === 'Zip' && <PolicyBadge policy={signing.config?.policy} strings={strings} />}
      </div>
      <IconButton icon="refresh" label={strings.refresh} onClick={() => model.refresh()} />
    </header>
  );
}
