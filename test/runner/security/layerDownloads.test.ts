import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { deployment } from '../../shared/deployed.ts';
import { type DoubledLayer, LayerDouble } from '../../shared/layerDouble.ts';
import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';

const arn = 'arn:aws:lambda:us-east-1:123456789012:layer:tools:7';
const zip = zipBytes([{ name: 'tools', content: 'x' }]);
const redirect = (location: string): Pick<DoubledLayer, 'answer'> => ({ answer: (response) => void response.writeHead(302, { location }).end() });

test.each<[string, Partial<DoubledLayer>, RegExp]>([
  ['that leads to a file of this machine', redirect('file:///etc/hostname'), /could not be downloaded/],
  ['that leads to data', redirect('data:application/zip,x'), /could not be downloaded/],
  ['that leads in a circle', redirect(''), /could not be downloaded/],
  ['that ends early', { answer: (response) => void response.writeHead(200, { 'content-length': zip.length }).write(zip.subarray(0, 9), () => response.destroy()) }, /could not be downloaded/],
  ['that is packed to almost nothing', { answer: (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1 << 24))) }, /larger than AWS says/],
  ['of less than nothing', { size: -1 }, /larger than AWS says/],
  ['of more than all', { size: 1e15 }, /larger than 262144000 bytes/],
])('a download %s is no layer, and leaves nothing', async (_what, answer, message) => {
  const double = await new LayerDouble().start();
  onTestFinished(() => double[Symbol.asyncDispose]());
  double.layers.set(arn, { zip, ...answer });
  const environment = { AWS_ACCESS_KEY_ID: 'AKIAX', AWS_SECRET_ACCESS_KEY: 'SECRET-of-the-host' };
  const { region, create, call, log } = await deployment({ args: ['--aws-endpoint', double.endpoint], environment });
  await create('export const handler = async () => 1;', { Layers: [arn] });
  await expect(call({})).rejects.toThrow(message);
  const kept = await readdir(join(region.dataFolder, 'layer-cache'), { recursive: true }).catch(() => []);
  expect(kept.filter((name) => name !== 'arns')).toEqual([]);
  expect(log()).not.toMatch(/SECRET-of|hunter2/);
});
