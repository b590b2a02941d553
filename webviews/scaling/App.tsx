import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Announcer } from './Announcer.tsx';
import { BucketTable } from './BucketTable.tsx';
import { ChartPanel } from './ChartPanel.tsx';
import { chartSpecs } from './chartSpecs.ts';
import { EnvironmentsPanel } from './EnvironmentsPanel.tsx';
import { Header } from './Header.tsx';
import { EmptyNotice, StoppedNotice, StoppedStrip } from './Notices.tsx';
import { TimeAxis } from './TimeAxis.tsx';
import type { View } from './view.ts';

export function App({ view }: { readonly view: View }): JSX.Element {
  const { model } = view;
  const running = model.phase.value === 'running' || model.phase.value === 'stopping';
  const hasGraph = model.frame.value !== undefined;
  return (
    <main class="page">
      <Header view={view} />
      {!running && hasGraph && <StoppedStrip view={view} />}
      {hasGraph && (model.table.value ? <BucketTable view={view} /> : <Panels view={view} />)}
      {!hasGraph && !running && <StoppedNotice view={view} />}
      {!hasGraph && running && model.known.value && <EmptyNotice view={view} />}
      <Announcer view={view} />
    </main>
  );
}

function Panels({ view }: { readonly view: View }): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const specs = useMemo(() => chartSpecs(view), [view]);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const fit = (): void => void (view.width.value = element.clientWidth);
    const sizes = new ResizeObserver(fit);
    sizes.observe(element);
    fit();
    return () => sizes.disconnect();
  }, [view]);
  return (
    <div class="panels" ref={host}>
      {specs.map((spec) => (
        <ChartPanel key={spec.name} view={view} spec={spec} />
      ))}
      <EnvironmentsPanel view={view} />
      <TimeAxis view={view} />
    </div>
  );
}
