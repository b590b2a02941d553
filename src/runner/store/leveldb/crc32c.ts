/** The Castagnoli polynomial, bits reversed. */
const polynomial = 0x82f63b78;
/** `tables[n * 256 + byte]`: what a byte makes of a checksum when n more bytes follow. */
const tables = crcTables(4);

/** CRC-32C of a stretch of bytes, going on from that of what came before it. */
export function crc32c(bytes: Buffer, from = 0, to = bytes.length, before = 0): number {
  let crc = ~before;
  let at = from;
  // Four at a time: all of the data is looked at with every start.
  for (; at + 4 <= to; at += 4) {
    const mixed = crc ^ bytes.readInt32LE(at);
    crc = valueOf(3, mixed & 0xff) ^ valueOf(2, (mixed >>> 8) & 0xff) ^ valueOf(1, (mixed >>> 16) & 0xff) ^ valueOf(0, mixed >>> 24);
  }
  for (; at < to; at += 1) crc = valueOf(0, (crc ^ (bytes[at] ?? 0)) & 0xff) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** LevelDB stores its checksums rotated and shifted, as checksums of what holds checksums are weak. */
export function unmasked(stored: number): number {
  const rotated = (stored - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}

function valueOf(table: number, byte: number): number {
  return tables[table * 256 + byte] ?? 0;
}

function crcTables(count: number): Int32Array {
  const values = new Int32Array(count * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    values[byte] = crc;
  }
  for (let index = 256; index < values.length; index += 1) {
    const shorter = values[index - 256] ?? 0;
    values[index] = (values[shorter & 0xff] ?? 0) ^ (shorter >>> 8);
  }
  return values;
}
