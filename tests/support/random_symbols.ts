/** Revision symbols of every kind that Alembic's command line takes, right and wrong ones. */
import { type GraphEntry, pick } from "./random_graph.ts";

type Random = () => number;

const STEPS = ["+1", "-1", "+2", "-2", "+3", "-3"] as const;

/** An id or a label: whole, a part (maybe of several), or of no revision. */
export function randomName(random: Random, entries: readonly GraphEntry[]): string {
  const entry = pick(random, entries);
  const labels = entries.flatMap((each) => each.labels);
  const name = labels.length > 0 && random() < 0.4 ? pick(random, labels) : entry.id;
  switch (Math.floor(random() * 10)) {
    case 0:
      return name.slice(0, 1);
    case 1:
      return name.slice(0, 2);
    case 2:
      return name.slice(0, -1);
    case 3:
      return random() < 0.5 ? "nothing" : `${name}x`;
    default:
      return name;
  }
}

/** A symbol that stands for itself: a name, `head`, `heads` or `base`, maybe of a branch. */
export function randomLookup(random: Random, entries: readonly GraphEntry[]): string {
  const name = randomName(random, entries);
  switch (Math.floor(random() * 8)) {
    case 0:
      return pick(random, ["head", "heads", "base"]);
    case 1:
    case 2:
      return `${name}@${pick(random, ["head", "heads", "base"])}`;
    case 3:
      return `${name}@${randomName(random, entries)}`;
    default:
      return name;
  }
}

/** Any symbol: one that stands for itself, or steps from somewhere. */
export function randomSymbol(random: Random, entries: readonly GraphEntry[]): string {
  const steps = pick(random, STEPS);
  switch (Math.floor(random() * 8)) {
    case 0:
      return steps;
    case 1:
      return `${randomName(random, entries)}@${steps}`;
    case 2:
      return `${randomName(random, entries)}${steps}`;
    default:
      return randomLookup(random, entries);
  }
}

/** A range of `history -r`, with `current` at either end in some. */
export function randomRange(random: Random, entries: readonly GraphEntry[]): string {
  const lookup = () => randomLookup(random, entries);
  const lower = () => pick(random, ["", "", "base", "current", "-1", "-3", lookup(), lookup()]);
  const upper = () =>
    pick(random, [
      "",
      "",
      "head",
      "heads",
      "current",
      "+1",
      "+3",
      lookup(),
      randomSymbol(random, entries),
    ]);
  return random() < 0.02 ? lookup() : `${lower()}:${upper()}`;
}
