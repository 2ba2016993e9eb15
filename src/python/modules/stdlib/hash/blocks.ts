/** The padded message in blocks of sixteen big-endian words (FIPS 180-4, 5.1.1). */
export function* bigEndianBlocks(input: Uint8Array): Generator<Int32Array> {
  const size = ((input.length + 8 >> 6) + 1) * 64;
  const data = new DataView(new ArrayBuffer(size));
  new Uint8Array(data.buffer).set(input);
  data.setUint8(input.length, 0x80);
  data.setUint32(size - 8, Math.floor(input.length / 2 ** 29));
  data.setUint32(size - 4, input.length << 3);
  const block = new Int32Array(16);
  for (let start = 0; start < size; start += 64) {
    for (let word = 0; word < 16; word++) block[word] = data.getInt32(start + word * 4);
    yield block;
  }
}
