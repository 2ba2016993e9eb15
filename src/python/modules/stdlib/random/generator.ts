import { checkBits } from "../../../runtime/limits.ts";
import type { BitSource } from "./twister.ts";

/** Numbers made of random bits, as CPython makes them: the same bits give the same numbers. */
export class RandomGenerator {
  source: BitSource;
  /** The second of the two numbers that `gauss` makes at a time. */
  nextGauss: number | null = null;

  constructor(source: BitSource) {
    this.source = source;
  }

  /** At least 0, below 1, with 53 random bits. */
  unit(): number {
    const high = this.source.next() >>> 5;
    const low = this.source.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** `getrandbits(count)`: the first word is the lowest. */
  bits(count: number): bigint {
    checkBits(count);
    let value = 0n;
    for (let at = 0; at < count; at += 32) {
      const left = count - at;
      const word = this.source.next();
      value |= BigInt(left < 32 ? word >>> (32 - left) : word) << BigInt(at);
    }
    return value;
  }

  /** An integer of at least 0 and below `limit`, all equally likely. */
  below(limit: bigint): bigint {
    const size = limit.toString(2).length;
    let value = this.bits(size);
    while (value >= limit) value = this.bits(size);
    return value;
  }

  /** A position in something with so many items. */
  index(count: number): number {
    return Number(this.below(BigInt(count)));
  }

  bytes(count: number): Uint8Array {
    const value = this.bits(count * 8);
    const data = new Uint8Array(count);
    for (let index = 0, rest = value; index < count; index++, rest >>= 8n) {
      data[index] = Number(rest & 255n);
    }
    return data;
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle<T>(items: T[]): void {
    for (let at = items.length - 1; at > 0; at--) {
      const other = this.index(at + 1);
      [items[at], items[other]] = [items[other]!, items[at]!];
    }
  }

  /** So many different positions out of `total`. */
  samplePositions(total: number, count: number): number[] {
    // CPython keeps a set of what is taken only where a copy of the whole would be larger.
    const setSize = 21 + (count > 5 ? 4 ** Math.ceil(Math.log(count * 3) / Math.log(4)) : 0);
    const chosen: number[] = [];
    if (total <= setSize) {
      const pool = Array.from({ length: total }, (_, index) => index);
      for (let at = 0; at < count; at++) {
        const place = this.index(total - at);
        chosen.push(pool[place]!);
        pool[place] = pool[total - at - 1]!;
      }
      return chosen;
    }
    const taken = new Set<number>();
    while (chosen.length < count) {
      const place = this.index(total);
      if (taken.has(place)) continue;
      taken.add(place);
      chosen.push(place);
    }
    return chosen;
  }

  gauss(mean: number, deviation: number): number {
    let value = this.nextGauss;
    this.nextGauss = null;
    if (value === null) {
      const angle = this.unit() * 2 * Math.PI;
      const radius = Math.sqrt(-2 * Math.log(1 - this.unit()));
      value = Math.cos(angle) * radius;
      this.nextGauss = Math.sin(angle) * radius;
    }
    return mean + value * deviation;
  }

  /** A normally distributed number (Kinderman and Monahan, 1977). */
  normal(mean: number, deviation: number): number {
    const magic = 4 * Math.exp(-0.5) / Math.sqrt(2);
    for (;;) {
      const u = this.unit();
      const v = 1 - this.unit();
      const z = magic * (u - 0.5) / v;
      if (z * z / 4 <= -Math.log(v)) return mean + z * deviation;
    }
  }

  triangular(low: number, high: number, mode: number | null): number {
    if (high === low) return low;
    let u = this.unit();
    let c = mode === null ? 0.5 : (mode - low) / (high - low);
    let [from, to] = [low, high];
    if (u > c) {
      u = 1 - u;
      c = 1 - c;
      [from, to] = [to, from];
    }
    return from + (to - from) * Math.sqrt(u * c);
  }
}
