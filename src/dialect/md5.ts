/**
 * The MD5 digest of a text's UTF-8 bytes as 32 hexadecimal digits (RFC 1321). It is used for the tails of
 * shortened names only, never for security.
 */
export function md5(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const blocks = ((bytes.length + 8) >> 6) + 1;
  const padded = new Uint8Array(blocks * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, bytes.length << 3, true);
  view.setUint32(padded.length - 4, bytes.length >>> 29, true);

  const state = new Uint32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  for (let start = 0; start < padded.length; start += 64) mixBlock(state, view, start);

  const digest = new DataView(new ArrayBuffer(16));
  state.forEach((word, index) => digest.setUint32(index * 4, word, true));
  let hex = "";
  for (let index = 0; index < 16; index++) {
    hex += digest.getUint8(index).toString(16).padStart(2, "0");
  }
  return hex;
}

const shifts = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]] as const;

/** The integer parts of 2³² · |sin i|, i = 1…64. */
const sines = Uint32Array.from({ length: 64 }, (_, i) => Math.abs(Math.sin(i + 1)) * 2 ** 32);

function mixBlock(state: Uint32Array, view: DataView, start: number): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number];
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const [mixed, word] = round === 0
      ? [(b & c) | (~b & d), step]
      : round === 1
      ? [(d & b) | (~d & c), (5 * step + 1) & 15]
      : round === 2
      ? [b ^ c ^ d, (3 * step + 5) & 15]
      : [c ^ (b | ~d), (7 * step) & 15];
    const sum = (a + mixed + sines[step]! + view.getUint32(start + word * 4, true)) >>> 0;
    const shift = shifts[round]![step & 3]!;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) >>> 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
}
