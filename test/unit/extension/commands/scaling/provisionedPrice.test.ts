import { expect, it } from 'vitest';
import { dollars, provisionedPrice } from '../../../../../src/extension/commands/scaling/provisionedPrice.ts';

it.each([
  // AWS's price for a GB-second provisioned on x86_64 in us-east-1, for an hour.
  { environments: 1, memoryMegabytes: 1024, architecture: 'x86_64' as const, region: 'us-east-1', perHour: 0.0000041667 * 3600, priced: 'us-east-1' },
  { environments: 10, memoryMegabytes: 512, architecture: 'arm64' as const, region: 'us-east-1', perHour: 5 * 0.0000033334 * 3600, priced: 'us-east-1' },
  { environments: 2, memoryMegabytes: 1024, architecture: 'x86_64' as const, region: 'eu-central-1', perHour: 2 * 0.0000050147 * 3600, priced: 'eu-central-1' },
  { environments: 1, memoryMegabytes: 1024, architecture: 'x86_64' as const, region: 'eu-south-2', perHour: 0.0000041667 * 3600, priced: 'us-east-1' },
  { environments: 0, memoryMegabytes: 1024, architecture: 'x86_64' as const, region: 'us-east-1', perHour: 0, priced: 'us-east-1' },
])('$environments of $memoryMegabytes MB, $architecture in $region', ({ perHour, priced, ...input }) => {
  const price = provisionedPrice(input);
  expect(price.perHour).toBeCloseTo(perHour, 12);
  expect(price.region).toBe(priced);
});

it.each([
  { amount: 0, text: '$0' },
  { amount: 0.0075, text: '$0.0075' },
  { amount: 0.15, text: '$0.15' },
  { amount: 12.345, text: '$12.35' },
  { amount: 1234.5, text: '$1,235' },
])('$amount is $text', ({ amount, text }) => expect(dollars(amount, 'en')).toBe(text));
