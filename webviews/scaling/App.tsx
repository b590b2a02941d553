import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { Announcer } from './Announcer.tsx';
import { AnnotationStrip } from './annotations/AnnotationStrip.tsx';
import { BucketTable } from './BucketTable.tsx';
import { Header } from './Header.tsx';
import { EnvironmentsPanel } from './lanes/EnvironmentsPanel.tsx';
import { AwsRefusedStrip, EmptyNotice, StoppedNotice, StoppedStrip } from './Notices.tsx';
import { ChartPanel } from './panels/ChartPanel.tsx';
import { chartSpecs } from './panels/chartSpecs.ts';
import { CostChoice, HeatmapChoice } from './panels/PanelChoices.tsx';
import { TimeAxis } from './time/TimeAxis.tsx';
import type { View } from './view.ts';
import { WhatIfPanel } from './whatIf/WhatIfPanel.tsx';

export function App({ view }: { readonly view: View }): JSX.Element {
  const { model } = view;
  const running = model.phase.value === 'running' || model.phase.value === 'stopping';
  const hasGraph = model.hasGraph.value;
  return (
    <main class="page">
      <Header view={view} />
      {!running && hasGraph && <StoppedStrip view={view} />}
      {model.aws.refused.value !== undefined && <AwsRefusedStrip view={view} />}
      <div class="body">
        {hasGraph && (model.table.value ? <BucketTable view={view} /> : <Panels view={view} />)}
        {!hasGraph && !running && <StoppedNotice view={view} />}
        {!hasGraph && running && model.known.value && <EmptyNotice view={view} />}
        {model.whatIf.open.value && <WhatIfPanel view={view} />}
      </div>
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
      <AnnotationStrip view={view} />
      <ChartPanel view={view} spec={specs.concurrency} />
      <ChartPanel view={view} spec={specs.arrivals} />
      <ChartPanel view={view} spec={specs.latency}>
        <HeatmapChoice view={view} />
      </ChartPanel>
      <EnvironmentsPanel view={view} />
      <ChartPanel view={view} spec={specs.cost}>
        <CostChoice view={view} />
      </ChartPanel>
      <TimeAxis view={view} />
    </div>
  );
}
