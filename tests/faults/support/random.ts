/** Numbers from 0 to 1 that are the same for the same seed, which is printed. */
export function seeded(what: string): () => number {
  const given = Deno.env.get("MIGRATOR_FAULTS_SEED");
  let state = given === undefined ? Date.now() >>> 0 : Number(given) >>> 0;
  console.log(`${what}: MIGRATOR_FAULTS_SEED=${state}`);
  // Mulberry32.
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ state >>> 15, state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  };
}
