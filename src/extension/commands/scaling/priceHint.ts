import { env, l10n } from 'vscode';
import type { Architecture } from '../../../lambda/function.ts';
import { dollars, provisionedPrice } from './provisionedPrice.ts';
import type { QualifiedTarget } from './qualifiedTarget.ts';

/** What so many provisioned environments cost; undefined where nothing is billed, or that is not known. */
export type PriceHint = (environments: number) => string | undefined;

/** Memory and processor, which prices go by. */
interface Machine {
  readonly memoryMegabytes: number;
  readonly architecture: Architecture;
}

/** The price is no reason not to go on: where it cannot be known, nothing is said of it. */
export async function priceHint({ connection, functionName, qualifier }: QualifiedTarget): Promise<PriceHint> {
  if (connection.live) return () => undefined;
  const answer = await (await connection.api()).getFunction(`${functionName}:${qualifier}`).catch(() => undefined);
  const { MemorySize: memoryMegabytes, Architectures: [architecture = 'x86_64'] = [] } = answer?.Configuration ?? {};
  if (memoryMegabytes === undefined) return () => undefined;
  return (environments) => (environments === 0 ? undefined : priceText(environments, { memoryMegabytes, architecture }, connection.connection.region));
}

function priceText(environments: number, machine: Machine, region: string): string {
  const { perHour, region: priced } = provisionedPrice({ ...machine, environments, region });
  const price = dollars(perHour, env.language);
  return priced === region
    ? l10n.t('AWS charges about {0} an hour for having them in {1}, and less than on demand for what they run.', price, region)
    : l10n.t('AWS charges about {0} an hour for having them, by the prices of {1}, and less than on demand for what they run.', price, priced);
}
