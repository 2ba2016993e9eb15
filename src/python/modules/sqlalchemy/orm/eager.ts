/** `contains_eager()` and `noload()`: relationships whose members are those of the rows, or none. */
import { PyClass, type PyInstance, UnsupportedConstructError } from "../../../runtime/mod.ts";
import type { RowTuple } from "../engine/row.ts";
import { addValues, type OutputPart, outputParts } from "../expression/entities.ts";
import { loadingOf } from "../expression/loading.ts";
import type { Select } from "../../../../sql/query.ts";
import { collection } from "./collection.ts";
import { entityState, hasState } from "./entity_state.ts";
import { type LoaderStep, stepsOfOption } from "./loader_options.ts";
import { endOf } from "./relation_path.ts";

/** What is to be done with the rows of a statement. */
export interface EagerLoading {
  /** The statement, asked for the members too. */
  readonly statement: Select;
  /** How many of the values of a row are those that were asked for. */
  readonly width: number;
  /** Gives the objects of the rows their members. */
  fill(rows: readonly RowTuple[]): void;
}

/** What the options of a SELECT ask for; `null` where they say nothing of members. */
export function eagerLoading(select: Select): EagerLoading | null {
  const all = loadingOf(select).options.flatMap(stepsOfOption);
  const steps = [...new Set(all)].filter(({ kind }) => kind !== "other");
  if (steps.length === 0) return null;
  const contained = steps.filter(({ kind }) => kind === "contains_eager");
  const asked = outputParts(select);
  const statement = addValues(select, contained.map(({ path }) => endOf(path!)));
  const places = steps.map((step) => placeOfOwner(step, asked, contained));
  return {
    statement,
    width: asked.length,
    fill: (rows) => {
      // Which members an object has is what all its rows say.
      const found = steps.map(() => new Map<PyInstance, Set<PyInstance>>());
      for (const { items } of rows) {
        steps.forEach((step, index) => {
          const owner = items[places[index]!] ?? null;
          if (!hasState(owner)) return;
          const members = found[index]!.get(owner) ?? new Set();
          found[index]!.set(owner, members);
          const at = contained.indexOf(step);
          const member = at < 0 ? null : items[asked.length + at] ?? null;
          if (hasState(member)) members.add(member);
        });
      }
      steps.forEach(({ path }, index) => {
        for (const [owner, members] of found[index]!) give(owner, path!.relation, [...members]);
      });
    },
  };
}

/** Where in a row the object stands that has a relationship. */
function placeOfOwner(
  { path, parent, kind }: LoaderStep,
  asked: readonly OutputPart[],
  contained: readonly LoaderStep[],
): number {
  if (parent !== null) {
    const at = contained.indexOf(parent);
    if (at >= 0) return asked.length + at;
  }
  const { from, relation } = path!;
  const at = parent !== null ? -1 : asked.findIndex(({ entity }) =>
    entity !== undefined &&
    (from === null
      ? entity.value instanceof PyClass &&
        (entity.cls.isSubclassOf(relation.mapping.cls) ||
          relation.mapping.cls.isSubclassOf(entity.cls))
      : entity.value === from)
  );
  if (at >= 0) return at;
  throw new UnsupportedConstructError(
    `orm.${kind}`,
    `${kind}() of ${relation.mapping.cls.name}.${relation.name} cannot be evaluated in a statement that does not ask for its class`,
    { hint: "query the members themselves" },
  );
}

/** What an object has already stays as it is. */
function give(
  owner: PyInstance,
  relation: NonNullable<LoaderStep["path"]>["relation"],
  members: readonly PyInstance[],
): void {
  const own = owner.attributes ??= new Map();
  if (own.has(relation.name)) return;
  const state = entityState(owner);
  own.set(
    relation.name,
    relation.isList
      ? collection(owner, relation, state.withAwaited(relation.name, members))
      : members[0] ?? null,
  );
  state.members.set(relation.name, members);
}
