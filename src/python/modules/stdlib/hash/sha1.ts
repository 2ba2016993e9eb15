import { bigEndianBlocks } from "./blocks.ts";

const rotate = (value: number, bits: number): number => value << bits | value >>> (32 - bits);

/** SHA-1 (FIPS 180-4). */
export function sha1(input: Uint8Array): Uint8Array {
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  const schedule = new Int32Array(80);
  for (const block of bigEndianBlocks(input)) {
    schedule.set(block);
    for (let index = 16; index < 80; index++) {
      schedule[index] = rotate(
        schedule[index - 3]! ^ schedule[index - 8]! ^ schedule[index - 14]! ^ schedule[index - 16]!,
        1,
      );
    }
    let [a, b, c, d, e] = state as [number, number, number, number, number];
    for (let round = 0; round < 80; round++) {
      const [mixed, constant] = round < 20
        ? [(b & c) | (~b & d), 0x5a827999]
        : round < 40
        ? [b ^ c ^ d, 0x6ed9eba1]
        : round < 60
        ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
        : [b ^ c ^ d, 0xca62c1d6];
      const next = (rotate(a, 5) + mixed + e + constant + schedule[round]!) | 0;
      [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
    }
    [a, b, c, d, e].forEach((value, index) => state[index] = (state[index]! + value) | 0);
  }
  const output = new DataView(new ArrayBuffer(20));
  state.forEach((word, index) => output.setInt32(index * 4, word));
  return new Uint8Array(output.buffer);
}
