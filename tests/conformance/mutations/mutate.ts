/** Changes a package of models by a seed: the same change for the same seed. */
import { pick, seededRandom } from "../../support/random_graph.ts";
import { APPENDED, type Known } from "./appended_code.ts";
import { type Chance, IN_PLACE } from "./edits_in_place.ts";
import { type Edit, edited, SourceFile } from "./python_source.ts";

/** A package that was changed. */
export interface Mutated {
  readonly files: Readonly<Record<string, string>>;
  /** What was changed, in words. */
  readonly changes: readonly string[];
}

/** A package that may be changed. */
export interface Changeable {
  readonly files: Readonly<Record<string, string>>;
  readonly known: Omit<Known, "text">;
}

/** A source of choices. */
export function chanceOf(seed: number): Chance {
  const random = seededRandom(seed);
  // The first numbers of seeds next to each other are alike.
  for (let spent = 0; spent < 5; spent++) random();
  return { next: random, pick: (items) => pick(random, items) };
}

function weighted<T>(
  items: readonly (readonly [string, number, T])[],
  chance: Chance,
): readonly [string, T] {
  let left = chance.next() * items.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight, item] of items) {
    left -= weight;
    if (left < 0) return [name, item];
  }
  throw new Error("weights that sum up to less than themselves");
}

/** Makes one to six changes. */
export function mutate({ files, known }: Changeable, chance: Chance): Mutated {
  const sources = Object.entries(files).filter(([path]) => path.endsWith(".py"))
    .map(([path, text]) => new SourceFile(path, text));
  const models = sources.filter(({ path }) => /^models(\.py|\/)/.test(path));
  const last = models.find(({ text }) => /^target_metadata\b/m.test(text))!;
  const edits: Edit[] = [];
  const appended: string[] = [];
  const changes: string[] = [];
  const wanted = chance.pick([1, 1, 1, 2, 2, 3, 3, 6]);
  for (let tries = 0; changes.length < wanted && tries < 50; tries++) {
    if (chance.next() < 0.4) {
      const [name, write] = weighted(APPENDED, chance);
      const code = write({ ...known, text: last.text }, chance);
      if (code === null || appended.some((each) => sameKey(each) === sameKey(code))) continue;
      appended.push(code);
      changes.push(name);
      continue;
    }
    const [name, change] = weighted(IN_PLACE, chance);
    const edit = change(models, chance);
    if (edit === null || edits.some((each) => overlap(each, edit))) continue;
    if (edit.file.text.slice(edit.start, edit.end) === edit.text) continue;
    edits.push(edit);
    changes.push(name);
  }
  if (appended.length > 0) {
    const end = last.text.length;
    edits.push({ file: last, start: end, end, text: appended.join("") });
  }
  return { files: { ...files, ...edited(sources, edits) }, changes };
}

/** Code without the options of a foreign key: of two over the same columns Alembic makes one, whichever its set gives. */
function sameKey(code: string): string {
  return code.replace(/(ForeignKeyConstraint\(\[.*?\], \[.*?\]).*/, "$1");
}

function overlap(one: Edit, other: Edit): boolean {
  return one.file === other.file && one.start < other.end && other.start < one.end;
}
