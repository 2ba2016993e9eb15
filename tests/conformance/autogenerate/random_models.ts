/** Pairs of random models that have much in common, by seed. */
import { seededRandom } from "../../support/random_graph.ts";
import { attributes, type Pair, types } from "./pairs.ts";

/** What a column may be; names of enums are made one for each column. */
const specifications = [...types, ...attributes].flat()
  .filter((text) => !/Enum|unique=|index=|Computed|Identity|MONEY|TSVECTOR/.test(text));

const indexable = ["sa.Integer", "sa.String(20)", "sa.BigInteger", "sa.Uuid"];

/** A pair of models; the same for the same seed. */
export function randomPair(seed: number): Pair {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  /** The same on both sides for the most part; else another, or none on one of them. */
  const both = (make: () => string | null): readonly [string | null, string | null] => {
    const one = make();
    const chance = random();
    if (chance < 0.7) return [one, one];
    if (chance < 0.8) return [one, null];
    if (chance < 0.9) return [null, one];
    return [one, make()];
  };
  const tables: (readonly [string | null, string | null])[] = [];
  const count = 2 + Math.floor(random() * 3);
  for (let number = 0; number < count; number++) {
    const name = `t${number}`;
    const key = pick(["sa.Integer", "sa.BigInteger"]);
    const parts: (readonly [string | null, string | null])[] = [];
    for (let column = 0; column < 4; column++) {
      parts.push(both(() => `C("c${column}", ${pick(specifications)})`));
    }
    const items: (readonly [string | null, string | null])[] = ["x", "y"].map((column) => {
      const type = pick(indexable);
      return [`C("${column}", ${type})`, `C("${column}", ${type})`] as const;
    });
    items.push(
      both(() =>
        `sa.Index("ix_${name}", ${
          pick([
            '"x"',
            '"x", "y"',
            'sa.text("x DESC")',
            '"y", unique=True',
            'sa.text("lower(y::text)")',
          ])
        })`
      ),
    );
    items.push(
      both(() => `sa.UniqueConstraint(${pick(['"x"', '"x", "y"', '"y"'])}, name="uq_${name}")`),
    );
    items.push(both(() => random() < 0.5 ? null : 'sa.UniqueConstraint("y", "x")'));
    items.push(both(() => random() < 0.5 ? null : `comment="${pick(["one", "two"])}"`));
    if (number > 0) {
      items.push([`C("r", sa.Integer)`, `C("r", sa.Integer)`]);
      items.push(
        both(() =>
          `sa.ForeignKeyConstraint(["r"], ["t0.ref"]${
            pick(["", ', ondelete="CASCADE"', ', onupdate="SET NULL"', ', name="fk_named"'])
          })`
        ),
      );
    } else items.push(['C("ref", sa.Integer, unique=True)', 'C("ref", sa.Integer, unique=True)']);
    const side = (index: 0 | 1) =>
      `T("${name}", C("id", ${key}, primary_key=True), ${
        [...parts, ...items].map((part) => part[index]).filter((part) => part !== null)
          // Arguments by name come last.
          .sort((a, b) => Number(a!.startsWith("comment=")) - Number(b!.startsWith("comment=")))
          .join(", ")
      })`;
    const there = number === 0 ? 1 : random();
    tables.push([there < 0.1 ? null : side(0), there > 0.1 && there < 0.2 ? null : side(1)]);
  }
  const program = (index: 0 | 1) =>
    tables.map((table) => table[index]).filter((table) => table !== null).join("\n");
  return { name: `seed ${seed}`, one: program(0), other: program(1) };
}
