import type { ExportedFile } from './scalingDesk.ts';

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A name that every system takes. */
export function exportName({ name, format }: ExportedFile): string {
  const stem = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 100);
  return `${stem === '' ? 'scaling' : stem}.${format}`;
}

/** Undefined where that is no picture. */
export function exportBytes({ format, content }: ExportedFile): Uint8Array | undefined {
  if (format === 'csv') return Buffer.from(content, 'utf8');
  const bytes = Buffer.from(content, 'base64');
  return bytes.subarray(0, pngSignature.length).equals(pngSignature) ? bytes : undefined;
}
