/** The traffic that is tried: as recorded, so many times as much; or a shape. Rates a second. */
export type TrafficDraft =
  | { readonly type: 'recorded'; readonly factor: number }
  | { readonly type: 'constant'; readonly rps: number }
  | { readonly type: 'ramp'; readonly fromRps: number; readonly toRps: number }
  | { readonly type: 'step'; readonly fromRps: number; readonly toRps: number }
  | { readonly type: 'spike'; readonly baseRps: number; readonly peakRps: number; readonly forSeconds: number }
  | { readonly type: 'daily'; readonly lowRps: number; readonly highRps: number; readonly highHour: number };

export type TrafficType = TrafficDraft['type'];

export const trafficTypes = ['recorded', 'constant', 'ramp', 'step', 'spike', 'daily'] as const satisfies readonly TrafficType[];

/** What is tried instead of what there is. What is left out is as observed. */
export interface Draft {
  readonly traffic: TrafficDraft;
  readonly account?: number;
  /** Null: without a reservation. */
  readonly reserved?: number | null;
  readonly provisioned?: number;
  readonly memoryMegabytes?: number;
  readonly medianMs?: number;
  readonly p99Ms?: number;
  readonly initMs?: number;
}

export const asObserved: Draft = { traffic: { type: 'recorded', factor: 1 } };

/** Where each shape begins, from a usual and a highest rate. */
export function trafficOf(type: TrafficType, usualRps: number): TrafficDraft {
  const usual = Math.max(1, Math.round(usualRps));
  const shapes: Readonly<Record<TrafficType, TrafficDraft>> = {
    recorded: { type: 'recorded', factor: 1 },
    constant: { type: 'constant', rps: usual },
    ramp: { type: 'ramp', fromRps: 0, toRps: usual * 4 },
    step: { type: 'step', fromRps: usual, toRps: usual * 4 },
    spike: { type: 'spike', baseRps: usual, peakRps: usual * 10, forSeconds: 10 },
    daily: { type: 'daily', lowRps: usual, highRps: usual * 5, highHour: 14 },
  };
  return shapes[type];
}

const figures: Readonly<Record<TrafficType, readonly string[]>> = {
  recorded: ['factor'],
  constant: ['rps'],
  ramp: ['fromRps', 'toRps'],
  step: ['fromRps', 'toRps'],
  spike: ['baseRps', 'peakRps', 'forSeconds'],
  daily: ['lowRps', 'highRps', 'highHour'],
};

/** The figures of a shape, by name. */
export function trafficFigures(traffic: TrafficDraft): readonly { readonly name: string; readonly value: number }[] {
  const values = new Map<string, unknown>(Object.entries(traffic));
  return figures[traffic.type].map((name) => ({ name, value: Number(values.get(name) ?? 0) }));
}

/** Reads what was saved; undefined where it does not fit. */
export function readDraft(saved: unknown): Draft | undefined {
  if (typeof saved !== 'object' || saved === null || !('traffic' in saved)) return undefined;
  const traffic = readTraffic(saved.traffic);
  if (traffic === undefined) return undefined;
  const { reserved, account, provisioned, memoryMegabytes, medianMs, p99Ms, initMs }: Partial<Record<keyof Draft, unknown>> = saved;
  const numbers = { account, provisioned, memoryMegabytes, medianMs, p99Ms, initMs };
  return {
    traffic,
    ...(reserved === null || isAmount(reserved) ? { reserved } : {}),
    ...Object.fromEntries(Object.entries(numbers).filter(([, value]) => isAmount(value))),
  };
}

function readTraffic(saved: unknown): TrafficDraft | undefined {
  if (typeof saved !== 'object' || saved === null || !('type' in saved)) return undefined;
  const type = trafficTypes.find((known) => known === saved.type);
  if (type === undefined) return undefined;
  const own = new Map<string, unknown>(Object.entries(saved));
  const values = figures[type].map((name) => [name, own.get(name)] as const);
  return values.every(([, value]) => isAmount(value)) ? withFigures(trafficOf(type, 1), values) : undefined;
}

export function withFigures(traffic: TrafficDraft, values: readonly (readonly [name: string, value: unknown])[]): TrafficDraft {
  return { ...traffic, ...Object.fromEntries(values) };
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
