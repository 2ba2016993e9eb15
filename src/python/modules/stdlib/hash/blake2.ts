// Message word schedule (RFC 7693, 2.7); rounds 10 and 11 repeat 0 and 1.
const SIGMA = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const COLUMNS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;
// The start values of SHA-512; those of BLAKE2s are their upper halves (RFC 7693, 2.6).
const START = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];

/** One of the two functions of RFC 7693. */
interface Variant {
  /** Bits of a word. */
  readonly word: 64n | 32n;
  readonly rounds: number;
  readonly rotations: readonly [bigint, bigint, bigint, bigint];
}

/** BLAKE2b: words of 64 bits. */
export const BLAKE2B: Variant = { word: 64n, rounds: 12, rotations: [32n, 24n, 16n, 63n] };
/** BLAKE2s: words of 32 bits. */
export const BLAKE2S: Variant = { word: 32n, rounds: 10, rotations: [16n, 12n, 8n, 7n] };

/** What a digest is made with besides the message; lengths in bytes. */
export interface Blake2Options {
  readonly size: number;
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  readonly person: Uint8Array;
}

/** BLAKE2 (RFC 7693) without tree hashing. */
export function blake2(variant: Variant, input: Uint8Array, options: Blake2Options): Uint8Array {
  const width = Number(variant.word) / 8;
  const blockSize = 16 * width;
  const start = variant.word === 64n ? START : START.map((word) => word >> 32n);
  const { key, size } = options;
  const parameters = new Uint8Array(8 * width);
  parameters.set([size, key.length, 1, 1]);
  parameters.set(options.salt, 4 * width);
  parameters.set(options.person, 6 * width);
  const state = readWords(parameters, 0, 8, width).map((word, index) => word ^ start[index]!);
  const message = new Uint8Array((key.length > 0 ? blockSize : 0) + input.length);
  message.set(key);
  message.set(input, message.length - input.length);
  const blocks = Math.max(1, Math.ceil(message.length / blockSize));
  for (let block = 0; block < blocks; block++) {
    const chunk = new Uint8Array(blockSize);
    chunk.set(message.subarray(block * blockSize, (block + 1) * blockSize));
    const last = block === blocks - 1;
    const counter = last ? message.length : (block + 1) * blockSize;
    compress(variant, state, start, readWords(chunk, 0, 16, width), BigInt(counter), last);
  }
  const output = new Uint8Array(8 * width);
  for (let index = 0; index < output.length; index++) {
    output[index] = Number(state[Math.floor(index / width)]! >> BigInt(8 * (index % width)) & 255n);
  }
  return output.slice(0, size);
}

function readWords(data: Uint8Array, from: number, count: number, width: number): bigint[] {
  return Array.from({ length: count }, (_, word) => {
    let value = 0n;
    for (let byte = width - 1; byte >= 0; byte--) {
      value = value << 8n | BigInt(data[from + word * width + byte]!);
    }
    return value;
  });
}

function compress(
  { word, rounds, rotations }: Variant,
  state: bigint[],
  start: readonly bigint[],
  words: readonly bigint[],
  counter: bigint,
  last: boolean,
): void {
  const mask = (1n << word) - 1n;
  const rotate = (value: bigint, bits: bigint) => (value >> bits | value << (word - bits)) & mask;
  const v = [...state, ...start];
  v[12] = v[12]! ^ (counter & mask);
  v[13] = v[13]! ^ (counter >> word);
  if (last) v[14] = v[14]! ^ mask;
  const [r1, r2, r3, r4] = rotations;
  for (let round = 0; round < rounds; round++) {
    const order = SIGMA[round % 10]!;
    COLUMNS.forEach(([a, b, c, d], index) => {
      v[a] = (v[a]! + v[b]! + words[order[2 * index]!]!) & mask;
      v[d] = rotate(v[d]! ^ v[a]!, r1);
      v[c] = (v[c]! + v[d]!) & mask;
      v[b] = rotate(v[b]! ^ v[c]!, r2);
      v[a] = (v[a]! + v[b]! + words[order[2 * index + 1]!]!) & mask;
      v[d] = rotate(v[d]! ^ v[a]!, r3);
      v[c] = (v[c]! + v[d]!) & mask;
      v[b] = rotate(v[b]! ^ v[c]!, r4);
    });
  }
  for (let index = 0; index < 8; index++) state[index] = state[index]! ^ v[index]! ^ v[index + 8]!;
}
