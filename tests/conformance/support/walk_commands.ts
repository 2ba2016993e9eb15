/** The random commands of a walk through a history. */
import { type GraphEntry, pick } from "../../support/random_graph.ts";
import { randomLookup, randomRange, randomSymbol } from "../../support/random_symbols.ts";

/** One command line, such as `["upgrade", "label3@+1"]`. */
export function randomCommand(random: () => number, entries: readonly GraphEntry[]): string[] {
  const flags = (...names: string[]) => names.filter(() => random() < 0.3);
  const symbol = () => randomSymbol(random, entries);
  switch (pick(random, KINDS)) {
    case "upgrade":
      return ["upgrade", random() < 0.15 ? "heads" : symbol()];
    case "downgrade":
      return ["downgrade", random() < 0.05 ? "base" : symbol()];
    case "stamp": {
      const targets = Array.from({ length: pick(random, [1, 1, 2, 3]) }, symbol);
      return ["stamp", ...flags("--purge"), ...targets];
    }
    case "history": {
      const range = random() < 0.8 ? [`-r${randomRange(random, entries)}`] : [];
      return ["history", ...range, ...flags("-v", "-i")];
    }
    case "show":
      return ["show", random() < 0.15 ? "current" : symbol()];
    case "current":
      return ["current", ...flags("-v", "-c")];
    case "heads":
      return ["heads", ...flags("-v", "--resolve-dependencies")];
    case "branches":
      return ["branches", ...flags("-v")];
    case "range":
      return [pick(random, ["upgrade", "downgrade"]), `${randomLookup(random, entries)}:head`];
  }
}

const WEIGHTS = {
  upgrade: 32,
  downgrade: 24,
  stamp: 10,
  history: 14,
  show: 8,
  current: 6,
  heads: 3,
  branches: 3,
  range: 1,
} as const;

type Kind = keyof typeof WEIGHTS;

const KINDS = Object.entries(WEIGHTS).flatMap(([kind, weight]) =>
  Array.from({ length: weight }, () => kind as Kind)
);
