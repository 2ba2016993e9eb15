import { spend } from "../../../runtime/running.ts";
import { md5 } from "./md5.ts";
import { sha1 } from "./sha1.ts";
import { sha224, sha256, sha384, sha512 } from "./sha2.ts";
import { keccak } from "./sha3.ts";

/** A hash function of bytes with a digest of fixed size. */
export interface Algorithm {
  readonly compute: (input: Uint8Array) => Uint8Array;
  /** In bytes. */
  readonly digestSize: number;
  readonly blockSize: number;
}

function sha3(digestSize: number): Algorithm {
  const blockSize = 200 - 2 * digestSize;
  return { digestSize, blockSize, compute: (input) => keccak(input, blockSize, 0x06, digestSize) };
}

/** The algorithms by the names that `hashlib` gives them; BLAKE2 and SHAKE have parameters. */
export const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ["md5", { compute: md5, digestSize: 16, blockSize: 64 }],
  ["sha1", { compute: sha1, digestSize: 20, blockSize: 64 }],
  ["sha224", { compute: sha224, digestSize: 28, blockSize: 64 }],
  ["sha256", { compute: sha256, digestSize: 32, blockSize: 64 }],
  ["sha384", { compute: sha384, digestSize: 48, blockSize: 128 }],
  ["sha512", { compute: sha512, digestSize: 64, blockSize: 128 }],
  ["sha3_224", sha3(28)],
  ["sha3_256", sha3(32)],
  ["sha3_384", sha3(48)],
  ["sha3_512", sha3(64)],
]);

/** HMAC (RFC 2104). */
export function hmac(algorithm: Algorithm, key: Uint8Array, message: Uint8Array): Uint8Array {
  const { compute, blockSize } = algorithm;
  const block = new Uint8Array(blockSize);
  block.set(key.length > blockSize ? compute(key) : key);
  const padded = (pad: number, rest: Uint8Array): Uint8Array => {
    const data = new Uint8Array(blockSize + rest.length);
    data.set(block.map((byte) => byte ^ pad));
    data.set(rest, blockSize);
    return data;
  };
  return compute(padded(0x5c, compute(padded(0x36, message))));
}

/** What a round counts among the interpreter's steps, for it takes as long as so many. */
const STEPS_A_ROUND = 20;

/** PBKDF2 (RFC 8018, 5.2) with HMAC. */
export function pbkdf2(
  algorithm: Algorithm,
  password: Uint8Array,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Uint8Array {
  const { digestSize } = algorithm;
  spend(Math.ceil(length / digestSize) * rounds * STEPS_A_ROUND);
  const output = new Uint8Array(Math.ceil(length / digestSize) * digestSize);
  for (let block = 0; block * digestSize < length; block++) {
    const first = new Uint8Array(salt.length + 4);
    first.set(salt);
    new DataView(first.buffer).setUint32(salt.length, block + 1);
    let last = hmac(algorithm, password, first);
    const sum = last.slice();
    for (let round = 1; round < rounds; round++) {
      last = hmac(algorithm, password, last);
      for (let index = 0; index < sum.length; index++) sum[index]! ^= last[index]!;
    }
    output.set(sum, block * digestSize);
  }
  return output.slice(0, length);
}
