const N = 624;
const M = 397;

/** Where random bits come from. */
export interface BitSource {
  /** The next 32 bits, as an unsigned number. */
  next(): number;
}

/** The Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998), which `random.Random` uses. */
export class MersenneTwister implements BitSource {
  #state: Uint32Array = new Uint32Array(N);
  #index = N;

  /** Starts from an array of 32-bit words, as the reference's `init_by_array` does. */
  constructor(key: ArrayLike<number>) {
    this.#fill(19650218);
    const state = this.#state;
    let i = 1;
    let j = 0;
    for (let count = Math.max(N, key.length); count > 0; count--) {
      const before = state[i - 1]!;
      const mixed = Math.imul(before ^ before >>> 30, 1664525);
      state[i] = (state[i]! ^ mixed) + key[j]! + j;
      if (++i >= N) {
        state[0] = state[N - 1]!;
        i = 1;
      }
      if (++j >= key.length) j = 0;
    }
    for (let count = N - 1; count > 0; count--) {
      const before = state[i - 1]!;
      state[i] = (state[i]! ^ Math.imul(before ^ before >>> 30, 1566083941)) - i;
      if (++i >= N) {
        state[0] = state[N - 1]!;
        i = 1;
      }
    }
    state[0] = 0x80000000;
  }

  #fill(seed: number): void {
    const state = this.#state;
    state[0] = seed;
    for (let index = 1; index < N; index++) {
      const before = state[index - 1]!;
      state[index] = Math.imul(before ^ before >>> 30, 1812433253) + index;
    }
    this.#index = N;
  }

  #twist(): void {
    const state = this.#state;
    for (let index = 0; index < N; index++) {
      const bits = (state[index]! & 0x80000000) | (state[(index + 1) % N]! & 0x7fffffff);
      state[index] = state[(index + M) % N]! ^ bits >>> 1 ^ (bits & 1 ? 0x9908b0df : 0);
    }
    this.#index = 0;
  }

  next(): number {
    if (this.#index >= N) this.#twist();
    let bits = this.#state[this.#index++]!;
    bits ^= bits >>> 11;
    bits ^= bits << 7 & 0x9d2c5680;
    bits ^= bits << 15 & 0xefc60000;
    bits ^= bits >>> 18;
    return bits >>> 0;
  }

  /** The words of the state and the position in it. */
  get state(): number[] {
    return [...this.#state, this.#index];
  }

  set state(words: readonly number[]) {
    this.#state.set(words.slice(0, N));
    this.#index = words[N]!;
  }
}

/** Bits that cannot be foretold. */
export class SystemBits implements BitSource {
  readonly #fill: (target: Uint8Array) => void;

  constructor(fill: (target: Uint8Array) => void) {
    this.#fill = fill;
  }

  next(): number {
    const data = new Uint8Array(4);
    this.#fill(data);
    return new DataView(data.buffer).getUint32(0);
  }
}
