/** MD5 (RFC 1321). */
export function md5(input: Uint8Array): Uint8Array {
  const words = padded(input);
  let [a0, b0, c0, d0] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let block = 0; block < words.length; block += 16) {
    let [a, b, c, d] = [a0, b0, c0, d0];
    for (let round = 0; round < 64; round++) {
      let mixed: number;
      let word: number;
      if (round < 16) {
        mixed = (b & c) | (~b & d);
        word = round;
      } else if (round < 32) {
        mixed = (d & b) | (~d & c);
        word = (5 * round + 1) % 16;
      } else if (round < 48) {
        mixed = b ^ c ^ d;
        word = (3 * round + 5) % 16;
      } else {
        mixed = c ^ (b | ~d);
        word = (7 * round) % 16;
      }
      const sum = (a + mixed + SINES[round]! + words[block + word]!) | 0;
      const shift = SHIFTS[round >> 4]![round % 4]!;
      [a, d, c, b] = [d, c, b, (b + (sum << shift | sum >>> (32 - shift))) | 0];
    }
    a0 = (a0 + a) | 0;
    b0 = (b0 + b) | 0;
    c0 = (c0 + c) | 0;
    d0 = (d0 + d) | 0;
  }
  const output = new DataView(new ArrayBuffer(16));
  [a0, b0, c0, d0].forEach((word, index) => output.setInt32(index * 4, word, true));
  return new Uint8Array(output.buffer);
}

const SHIFTS = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
const SINES = Array.from(
  { length: 64 },
  (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32) | 0,
);

function padded(input: Uint8Array): Int32Array {
  const size = ((input.length + 8 >> 6) + 1) * 64;
  const data = new DataView(new ArrayBuffer(size));
  new Uint8Array(data.buffer).set(input);
  data.setUint8(input.length, 0x80);
  data.setUint32(size - 8, input.length << 3, true);
  data.setUint32(size - 4, Math.floor(input.length / 2 ** 29), true);
  return Int32Array.from({ length: size / 4 }, (_, index) => data.getInt32(index * 4, true));
}
