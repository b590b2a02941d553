import type { RegionSettings } from '../protocol/runner.ts';
import { bandwidthOf, isolationOf, logBytesOf, type MutableSettings } from './regionSettings.ts';

/** Whose environments run by settings that are no longer: they are to be retired. */
export type ConcernedFunctions = (functionName: string, runtime: string) => boolean;

/** Takes up what is given; what is left out stays. Answers whose environments it concerns. */
export function changeSettings(settings: MutableSettings, change: RegionSettings): ConcernedFunctions {
  const before = { ...settings };
  const { isolation, streamBandwidth, logBytesPerFunction } = before;
  const after: MutableSettings = {
    idleSeconds: change.idleSeconds ?? before.idleSeconds,
    timeScale: change.timeScale ?? before.timeScale,
    rateScale: change.rateScale ?? before.rateScale,
    runtimes: change.runtimes ?? before.runtimes,
    s3Folder: textOr(change.s3Folder, before.s3Folder),
    awsEndpoint: textOr(change.awsEndpoint, before.awsEndpoint),
    isolation: {
      default: change.isolation ?? isolation.default,
      functions: change.isolationOf ?? isolation.functions,
      containerTool: textOr(change.containerTool, isolation.containerTool),
    },
    credentialsProfile: textOr(change.credentialsProfile, before.credentialsProfile),
    environmentFiles: change.environmentFiles ?? before.environmentFiles,
    streamBandwidth: change.streamBandwidth === undefined ? streamBandwidth : bandwidthOf(change.streamBandwidth),
    logBytesPerFunction: change.logMegabytes === undefined ? logBytesPerFunction : logBytesOf(change.logMegabytes),
    signingRoots: change.signingRoots ?? before.signingRoots,
  };
  Object.assign(settings, after);
  return concerned(before, after);
}

function concerned(before: MutableSettings, after: MutableSettings): ConcernedFunctions {
  const all = before.credentialsProfile !== after.credentialsProfile || differs(before.environmentFiles, after.environmentFiles, '*');
  const otherTool = before.isolation.containerTool !== after.isolation.containerTool;
  return (name, runtime) => {
    const kind = isolationOf(after.isolation, name);
    return (
      all ||
      kind !== isolationOf(before.isolation, name) ||
      (otherTool && kind === 'container') ||
      differs(before.environmentFiles, after.environmentFiles, name) ||
      differs(before.runtimes, after.runtimes, runtime)
    );
  };
}

function differs(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>, key: string): boolean {
  return JSON.stringify(own(before, key)) !== JSON.stringify(own(after, key));
}

function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** An empty text is none. */
function textOr(given: string | undefined, before: string | undefined): string | undefined {
  if (given === undefined) return before;
  return given === '' ? undefined : given;
}
