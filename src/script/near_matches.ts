/**
 * The names closest to a mistyped one, best first: those at most two edits away (one for names
 * under five characters) and those that hold it as a part. At most `limit`.
 */
export function nearMatches(typed: string, names: Iterable<string>, limit = 3): string[] {
  const allowed = typed.length < 5 ? 1 : 2;
  const wanted = typed.toLowerCase();
  const scored: { name: string; score: number }[] = [];
  for (const name of names) {
    const candidate = name.toLowerCase();
    const edits = Math.abs(candidate.length - wanted.length) > allowed
      ? allowed + 1
      : editDistance(wanted, candidate);
    if (edits <= allowed) scored.push({ name, score: edits });
    else if (wanted.length >= 3 && candidate.includes(wanted)) scored.push({ name, score: 3 });
  }
  return scored.sort((a, b) => a.score - b.score).slice(0, limit).map(({ name }) => name);
}

/** A hint of the form `Did you mean 'a' or 'b'?`, or `undefined` if nothing comes near. */
export function didYouMean(typed: string, names: Iterable<string>): string | undefined {
  const matches = nearMatches(typed, names).map((name) => `'${name}'`);
  return matches.length === 0 ? undefined : `Did you mean ${matches.join(" or ")}?`;
}

/** Number of insertions, deletions, replacements and swaps of neighbours between two words. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(row[j - 1]! + 1, previous[j]! + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, before[j - 2]! + 1);
      }
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
