import { postgresql } from "../dialect/postgresql/postgresql.ts";
import { storedName } from "../dialect/postgresql/identifiers.ts";
import type { Operation } from "../operations/operation.ts";
import type { CheckConstraint } from "../schema/constraint.ts";
import { nameText } from "../schema/name.ts";
import type { Table } from "../schema/table.ts";
import { reprText } from "../sql/python_text.ts";
import { compileOptions } from "./column_pair.ts";
import { type Comparison, nameOrNull, type TablePair } from "./comparison.ts";

const logger = "autogenerate.compare.constraints";

/**
 * CHECK constraints, by name and by their condition as the server writes it. One without a name is found by its
 * condition alone. What the server could not write is taken for unchanged where the name is the same, and is not looked
 * for elsewhere.
 */
export function compareChecks(pair: TablePair, comparison: Comparison): readonly Operation[] {
  const parents = { table_name: pair.name, schema_name: pair.schema };
  const existing = pair.existing.constraints.filter((each): each is CheckConstraint =>
    each.kind === "check" &&
    comparison.includesName(nameOrNull(each), "check_constraint", parents)
  );
  const desired = [...pair.desired.checks, ...pair.desired.typeChecks];
  const left = new Set(existing);
  const operations: Operation[] = [];
  const added: CheckConstraint[] = [];
  const changed: (readonly [old: CheckConstraint, wanted: CheckConstraint])[] = [];
  const open: (readonly [wanted: CheckConstraint, text: string | null])[] = [];
  desired.forEach((wanted, position) => {
    const normalized = pair.normalized?.checks[position];
    const text = normalized === undefined ? null : conditionText(normalized);
    if (wanted.name === null) {
      open.push([wanted, text]);
      return;
    }
    const stored = storedName(wanted.name);
    const old = existing.find(({ name }) => nameText(name!) === stored);
    if (old === undefined) {
      added.push(wanted);
      return;
    }
    left.delete(old);
    if (text !== null && text !== conditionText(old)) changed.push([old, wanted]);
  });
  for (const [wanted, text] of open) {
    const same = [...left].find((each) => text !== null && conditionText(each) === text);
    if (same !== undefined) left.delete(same);
    else if (text !== null) added.push(wanted);
  }
  const include = (check: CheckConstraint, reflected: boolean, other: CheckConstraint | null) => {
    const object = (constraint: CheckConstraint, table: Table) =>
      ({ kind: "constraint", table, constraint }) as const;
    return comparison.includes(
      object(check, reflected ? pair.existing : pair.desired.table),
      nameOrNull(check),
      "check_constraint",
      reflected,
      other === null ? null : object(other, pair.existing),
    );
  };
  const say = (word: string, check: CheckConstraint) => {
    const name = nameOrNull(check);
    comparison.info(
      logger,
      `Detected ${word} check constraint ${
        name === null ? "without a name" : reprText(name)
      } on table ${reprText(pair.name)}`,
    );
  };
  for (const check of left) {
    if (!include(check, true, null)) continue;
    operations.push(drop(check, pair));
    say("removed", check);
  }
  for (const [old, wanted] of changed) {
    if (!include(wanted, false, old)) continue;
    operations.push(drop(old, pair), add(wanted, pair));
    say("changed", wanted);
  }
  for (const check of added) {
    if (!include(check, false, null)) continue;
    operations.push(add(check, pair));
    say("added", check);
  }
  return operations;
}

/** The condition of a check as SQL. */
export function conditionText(check: CheckConstraint): string {
  return postgresql.ddlExpression(check.condition, compileOptions);
}

function add(constraint: CheckConstraint, { name, schema }: TablePair): Operation {
  return { kind: "addConstraint", tableName: name, schema, constraint };
}

function drop(constraint: CheckConstraint, { name, schema }: TablePair): Operation {
  return {
    kind: "dropConstraint",
    tableName: name,
    schema,
    constraintName: constraint.name,
    constraintType: "check",
    constraint,
  };
}
