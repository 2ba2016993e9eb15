const MASK = (1n << 64n) - 1n;
const rotate = (value: bigint, bits: number): bigint =>
  bits === 0 ? value : (value << BigInt(bits) | value >> BigInt(64 - bits)) & MASK;

// Offsets of rho by lane (x + 5 * y) and the constants of iota (FIPS 202, 3.2.2 and 3.2.5), computed.
const OFFSETS = rhoOffsets();
const ROUNDS = roundConstants();

function rhoOffsets(): number[] {
  const offsets = new Array<number>(25).fill(0);
  let [x, y] = [1, 0];
  for (let step = 0; step < 24; step++) {
    offsets[x + 5 * y] = ((step + 1) * (step + 2) / 2) % 64;
    [x, y] = [y, (2 * x + 3 * y) % 5];
  }
  return offsets;
}

function roundConstants(): bigint[] {
  let register = 1;
  return Array.from({ length: 24 }, () => {
    let constant = 0n;
    for (let bit = 0; bit < 7; bit++) {
      if (register & 1) constant |= 1n << BigInt(2 ** bit - 1);
      register = register << 1 ^ (register & 0x80 ? 0x171 : 0);
    }
    return constant;
  });
}

function permute(state: bigint[]): void {
  for (const constant of ROUNDS) {
    const columns = [0, 1, 2, 3, 4].map((x) =>
      state[x]! ^ state[x + 5]! ^ state[x + 10]! ^ state[x + 15]! ^ state[x + 20]!
    );
    for (let lane = 0; lane < 25; lane++) {
      const x = lane % 5;
      state[lane] = state[lane]! ^ columns[(x + 4) % 5]! ^ rotate(columns[(x + 1) % 5]!, 1);
    }
    const moved = new Array<bigint>(25);
    for (let x = 0; x < 5; x++) {
      for (let y = 0; y < 5; y++) {
        moved[y + 5 * ((2 * x + 3 * y) % 5)] = rotate(state[x + 5 * y]!, OFFSETS[x + 5 * y]!);
      }
    }
    for (let lane = 0; lane < 25; lane++) {
      const row = lane - lane % 5;
      const x = lane % 5;
      state[lane] = moved[lane]! ^
        (~moved[row + (x + 1) % 5]! & MASK & moved[row + (x + 2) % 5]!);
    }
    state[0] = state[0]! ^ constant;
  }
}

/**
 * The sponge of SHA-3 (FIPS 202): `rate` bytes a block, `suffix` the bits that tell SHA-3 (0x06) from
 * SHAKE (0x1f).
 */
export function keccak(
  input: Uint8Array,
  rate: number,
  suffix: number,
  size: number,
): Uint8Array {
  const blocks = Math.floor(input.length / rate) + 1;
  const data = new DataView(new ArrayBuffer(blocks * rate));
  const bytes = new Uint8Array(data.buffer);
  bytes.set(input);
  bytes[input.length] = suffix;
  bytes[bytes.length - 1]! |= 0x80;
  const state = new Array<bigint>(25).fill(0n);
  for (let start = 0; start < bytes.length; start += rate) {
    for (let lane = 0; lane < rate / 8; lane++) {
      state[lane] = state[lane]! ^ data.getBigUint64(start + lane * 8, true);
    }
    permute(state);
  }
  const output = new DataView(new ArrayBuffer(Math.ceil(size / rate) * rate));
  for (let start = 0; start < size; start += rate) {
    if (start > 0) permute(state);
    for (let lane = 0; lane < rate / 8; lane++) {
      output.setBigUint64(start + lane * 8, state[lane]!, true);
    }
  }
  return new Uint8Array(output.buffer).slice(0, size);
}
