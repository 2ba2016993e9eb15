/** Writes what has become of the objects of a Session: rows that others refer to first. */
import { nameText } from "../../../../schema/name.ts";
import type { Expression } from "../../../../sql/expression.ts";
import type { Assignment } from "../../../../sql/query.ts";
import {
  compare,
  type Evaluation,
  getAttribute,
  PyInstance,
  runNow,
  truth,
  type Value,
  wait,
} from "../../../runtime/mod.ts";
import { settle } from "../engine/binding.ts";
import { readStatement, requireDatabase } from "../engine/connection.ts";
import type { RowTuple } from "../engine/row.ts";
import { compiled } from "../engine/statements.ts";
import { bindOf } from "../expression/infer.ts";
import { callableDefaults } from "../schema/callable_defaults.ts";
import { type ColumnState, isCallable } from "../schema/column_state.ts";
import { ormError } from "./exc.ts";
import {
  assigned,
  columnOver,
  isComputed,
  keyColumns,
  type MappedColumn,
  mappedColumns,
} from "./columns.ts";
import { entityState } from "./entity_state.ts";
import { writeValue } from "./instrument.ts";
import type { ClassMapping } from "./mapping.ts";
import {
  discriminatorOf,
  identityOf,
  knownValue,
  mappingOfObject,
  rootOf,
} from "./mapping_lookup.ts";
import { type Relation, relationsOf, tableOf } from "./relation.ts";
import { relatedObjects, type SessionState } from "./session_state.ts";

/** How many rows one INSERT has at most, as with SQLAlchemy. */
const ROWS_AT_ONCE = 1000;

/** What a flush has found to do. */
interface Work {
  readonly session: SessionState;
  /** The objects whose keys a relationship gives to others: by the object that gets them. */
  readonly links: Map<PyInstance, Link[]>;
  readonly rows: SecondaryRows;
}

/** An object that refers to another through its columns, or no longer does. */
interface Link {
  readonly parent: PyInstance | null;
  readonly pairs: readonly { readonly from: string; readonly to: string }[];
}

/** Flushes a session: see the module. */
export function* flush(session: SessionState): Evaluation<void> {
  session.cascadeAll();
  yield* cascadeDeletes(session);
  const work: Work = { session, links: new Map(), rows: new SecondaryRows() };
  const instances = [...session.persistent(), ...session.added];
  for (const instance of instances) {
    if (session.deleted.has(instance)) continue;
    yield* findLinks(work, instance);
  }
  const changed = instances.filter((instance) =>
    !session.deleted.has(instance) && isChanged(work, instance)
  );
  const mappings = inOrder([...changed, ...session.deleted].map(mappingOfObject));
  for (const mapping of mappings) {
    const own = changed.filter((instance) => rootOf(mappingOfObject(instance)) === mapping);
    const { added = [], known = [], after = [] } = Object.groupBy(own, (instance) => {
      if (session.added.has(instance)) return "added";
      const parents = work.links.get(instance) ?? [];
      return parents.some(({ parent }) => parent !== null && session.added.has(parent))
        ? "after"
        : "known";
    });
    // What a row gives up, another may take.
    yield* updateAll(work, known);
    yield* insertAll(work, added);
    yield* updateAll(work, after);
  }
  yield* work.rows.write(session);
  for (const mapping of mappings.toReversed()) yield* deleteAll(session, mapping);
  for (const instance of instances) {
    const state = entityState(instance);
    state.accept();
    if (state.status === "deleted") continue;
    for (const relation of relationsOf(mappingOfObject(instance))) {
      if (instance.attributes?.has(relation.name)) {
        state.members.set(relation.name, [...relatedObjects(instance, relation)]);
      }
    }
  }
  const { host, context } = session.binding;
  yield* wait(settle(host, context, null));
}

function isChanged({ session, links }: Work, instance: PyInstance): boolean {
  return session.added.has(instance) || links.has(instance) ||
    entityState(instance).committed.size > 0;
}

/** The mappings, each behind those whose tables its own refers to. */
function inOrder(mappings: readonly ClassMapping[]): readonly ClassMapping[] {
  const roots = [...new Set(mappings.map(rootOf))];
  const byTable = new Map(roots.map((mapping) => [tableOf(mapping).key, mapping]));
  const ordered: ClassMapping[] = [];
  const visited = new Set<ClassMapping>();
  const visit = (mapping: ClassMapping) => {
    if (visited.has(mapping)) return;
    visited.add(mapping);
    for (const key of tableOf(mapping).references()) {
      const referred = byTable.get(key);
      if (referred !== undefined) visit(referred);
    }
    for (const { direction, target } of relationsOf(mapping)) {
      const referred = byTable.get(tableOf(rootOf(target)).key);
      if (direction === "manyToOne" && referred !== undefined) visit(referred);
    }
    ordered.push(mapping);
  };
  roots.forEach(visit);
  return ordered;
}

// Relationships

/** What an object's relationships say of columns, its own or those of the objects it has. */
function* findLinks(work: Work, instance: PyInstance): Evaluation<void> {
  const { session, links, rows } = work;
  const state = entityState(instance);
  const link = (child: PyInstance, made: Link) => {
    const known = links.get(child);
    if (known === undefined) links.set(child, [made]);
    else known.push(made);
  };
  for (const relation of relationsOf(mappingOfObject(instance))) {
    if (relation.viewOnly || !instance.attributes?.has(relation.name)) continue;
    const now = relatedObjects(instance, relation);
    if (relation.direction === "manyToOne") {
      if (!state.committed.has(relation.name)) continue;
      const pairs = relation.pairs.map(({ local, remote }) => ({ from: remote, to: local }));
      const [parent = null] = now;
      if (parent !== null && entityState(parent).owner !== session) continue;
      // Columns that are no key may have to be read.
      for (const { from } of parent === null ? [] : pairs) {
        if (knownValue(parent!, from) === null) yield* wait(getAttribute(parent!, from));
      }
      if (parent !== null || state.identity !== null) link(instance, { parent, pairs });
      continue;
    }
    const before = state.members.get(relation.name) ??
      (state.identity !== null && state.committed.has(relation.name) &&
          state.committed.get(relation.name) === undefined
        ? yield* stored(session, instance, relation)
        : []);
    const pairs = relation.pairs.map(({ local, remote }) => ({ from: local, to: remote }));
    for (const member of now) {
      if (before.includes(member) || entityState(member).owner !== session) continue;
      if (relation.secondary === null) link(member, { parent: instance, pairs });
      else rows.add(relation, instance, member);
    }
    for (const member of before) {
      if (now.includes(member)) continue;
      if (relation.secondary !== null) rows.remove(relation, instance, member);
      else if (relation.cascade.has("delete-orphan")) session.deleted.add(member);
      else if (!session.deleted.has(member)) link(member, { parent: null, pairs });
    }
  }
}

/** The members that a collection has in the database, though the object has others now. */
function* stored(
  session: SessionState,
  instance: PyInstance,
  relation: Relation,
): Evaluation<readonly PyInstance[]> {
  const value = instance.attributes!.get(relation.name)!;
  instance.attributes!.delete(relation.name);
  session.suspendAutoflush(1);
  try {
    yield* session.related(instance, relation);
    return relatedObjects(instance, relation);
  } finally {
    session.suspendAutoflush(-1);
    instance.attributes!.set(relation.name, value);
  }
}

/** Gives an object the keys of what it refers to, which are known by now. */
function follow({ links }: Work, instance: PyInstance): void {
  for (const { parent, pairs } of links.get(instance) ?? []) {
    for (const { from, to } of pairs) {
      const value = parent === null ? null : knownValue(parent, from);
      if (instance.attributes?.get(to) !== value) writeValue(instance, to, value);
    }
  }
}

/** Rows of tables between two classes that come and go. */
class SecondaryRows {
  readonly #changes = new Map<
    string,
    { readonly relation: Relation; readonly sides: readonly PyInstance[]; readonly added: boolean }
  >();
  readonly #numbers = new Map<PyInstance, number>();

  add(relation: Relation, instance: PyInstance, member: PyInstance): void {
    this.#change(relation, instance, member, true);
  }

  remove(relation: Relation, instance: PyInstance, member: PyInstance): void {
    this.#change(relation, instance, member, false);
  }

  /** Both sides of a relationship tell of the same row. */
  #change(relation: Relation, instance: PyInstance, member: PyInstance, added: boolean): void {
    const sides = [instance, member].map((object) => {
      if (!this.#numbers.has(object)) this.#numbers.set(object, this.#numbers.size);
      return this.#numbers.get(object)!;
    });
    const { table, local } = relation.secondary!;
    const first = nameText(local[0]?.column.name ?? "");
    const names = table.columnStates().map((column) => nameText(column.name));
    const key = (names.indexOf(first) === 0 ? sides : sides.toReversed()).join();
    this.#changes.set(`${table.key} ${added} ${key}`, {
      relation,
      sides: [instance, member],
      added,
    });
  }

  *write(session: SessionState): Evaluation<void> {
    for (const { relation, sides: [instance, member], added } of this.#changes.values()) {
      const { table, local, remote } = relation.secondary!;
      const values: [ColumnState, Value][] = [];
      for (const { attribute, column } of local) {
        values.push([column, yield* wait(getAttribute(instance!, attribute))]);
      }
      for (const { attribute, column } of remote) {
        values.push([column, yield* wait(getAttribute(member!, attribute))]);
      }
      emit(
        session,
        added
          ? {
            kind: "insert",
            table: table.toFrom(),
            inline: true,
            rows: [values.map(([column, value]) => ({
              column: column.name,
              value: assigned(value, column),
            }))],
          }
          : { kind: "delete", table: table.toFrom(), where: conditions(values) },
      );
    }
  }
}

/** Equal columns, all of them. */
export function conditions(values: readonly (readonly [ColumnState, Value])[]): Expression[] {
  return values.map(([column, value]) => ({
    kind: "binary",
    operator: "eq",
    left: columnOver(column, null),
    right: assigned(value, column),
    type: { kind: "boolean", form: "Boolean" },
  }));
}

/** Sends a statement on its way. */
export function emit({ binding }: SessionState, statement: Parameters<typeof compiled>[1]): void {
  requireDatabase(binding);
  binding.host.emitStatement(compiled(binding, statement), binding.context.currentPlace());
}

// Rows

/** A row to be inserted, and what the database adds to it. */
interface NewRow {
  readonly instance: PyInstance;
  readonly assignments: readonly Assignment[];
  readonly returned: readonly MappedColumn[];
  /** Rows of one shape go together. */
  readonly shape: string;
}

/** Inserts objects, those first that others among them refer to, level by level. */
function* insertAll(work: Work, instances: readonly PyInstance[]): Evaluation<void> {
  for (const level of levels(work, instances)) {
    let waiting: NewRow[] = [];
    for (const instance of level) {
      follow(work, instance);
      const row = newRow(instance);
      if (waiting.length >= ROWS_AT_ONCE || (waiting[0]?.shape ?? row.shape) !== row.shape) {
        yield* insertRows(work.session, waiting);
        waiting = [];
      }
      waiting.push(row);
    }
    yield* insertRows(work.session, waiting);
  }
}

/** Objects of one table in the order in which they can be inserted: each level refers to those before it. */
function levels(
  { links }: Work,
  instances: readonly PyInstance[],
): readonly (readonly PyInstance[])[] {
  const among = new Set(instances);
  const depths = new Map<PyInstance, number>();
  const depthOf = (instance: PyInstance): number => {
    const known = depths.get(instance);
    if (known !== undefined) return known;
    // Should objects refer to one another in a circle, one of them is the first.
    depths.set(instance, 0);
    const parents = (links.get(instance) ?? []).flatMap(({ parent }) =>
      parent !== null && among.has(parent) ? [depthOf(parent) + 1] : []
    );
    const depth = Math.max(0, ...parents);
    depths.set(instance, depth);
    return depth;
  };
  const byDepth = Map.groupBy(instances, depthOf);
  return [...byDepth.entries()].sort(([a], [b]) => a - b).map(([, level]) => level);
}

function newRow(instance: PyInstance, isPlain = false): NewRow {
  const mapping = mappingOfObject(instance);
  const table = tableOf(mapping);
  const key = new Set(keyColumns(mapping).map(({ attribute }) => attribute));
  const defaults = new Map(
    callableDefaults(table.toFrom(), "insertDefault").map(({ name, call }) => [name, call]),
  );
  const discriminator = discriminatorOf(mapping);
  const assignments: Assignment[] = [];
  const returned: MappedColumn[] = [];
  const attributes = instance.attributes ??= new Map();
  if (discriminator !== null && (attributes.get(discriminator.attribute) ?? null) === null) {
    const identity = identityOf(mapping);
    if (identity !== null) attributes.set(discriminator.attribute, identity);
  }
  for (const column of mappedColumns(mapping)) {
    const { attribute, state } = column;
    const assign = (value: Expression) => assignments.push({ column: state.name, value });
    const given = attributes.get(attribute);
    const takesNone = state.sqlType.kind === "json";
    if (given !== undefined && (given !== null || takesNone)) {
      assign(assigned(given, state));
      if (isComputed(given)) returned.push(column);
      continue;
    }
    const call = defaults.get(nameText(state.name));
    if (call !== undefined || (state.insertDefault !== null && !isCallable(state.insertDefault))) {
      const value = call === undefined ? state.insertDefault : call();
      assign(assigned(value, state));
      if (isComputed(value)) returned.push(column);
      else attributes.set(attribute, value);
      continue;
    }
    if (
      key.has(attribute) || state.serverDefault !== null || state.identity !== null ||
      state.computed !== null || state.sequence !== null
    ) {
      returned.push(column);
      continue;
    }
    if (isPlain) continue;
    attributes.set(attribute, null);
    if (!takesNone) assign(bindOf(null, state.sqlType));
  }
  const names = assignments.map(({ column, value }) =>
    `${nameText(column as never)}${value.kind === "bind" ? "" : " computed"}`
  );
  const shape = [
    table.key,
    ...names,
    "returning",
    ...returned.map(({ attribute }) => attribute),
  ].join("\0");
  return { instance, assignments, returned, shape };
}

/** Inserts objects that nobody keeps: what the database makes of them is not asked for. */
export function* insertPlainly(
  session: SessionState,
  instances: readonly PyInstance[],
): Evaluation<void> {
  const rows = instances.map((instance) => ({ ...newRow(instance, true), returned: [] }));
  for (const group of Map.groupBy(rows, ({ shape }) => shape).values()) {
    const mapping = mappingOfObject(group[0]!.instance);
    for (let from = 0; from < group.length; from += ROWS_AT_ONCE) {
      emit(session, {
        kind: "insert",
        inline: true,
        table: tableOf(mapping).toFrom(),
        rows: group.slice(from, from + ROWS_AT_ONCE).map(({ assignments }) => assignments),
      });
    }
  }
  const { host, context } = session.binding;
  yield* wait(settle(host, context, null));
}

/** Inserts rows of one shape with one statement, and takes what the database has made of them. */
function* insertRows(session: SessionState, rows: readonly NewRow[]): Evaluation<void> {
  const [first] = rows;
  if (first === undefined) return;
  const mapping = mappingOfObject(first.instance);
  const groups = first.assignments.length === 0 ? rows.map((row) => [row]) : [rows];
  for (const group of groups) {
    const statement = {
      kind: "insert" as const,
      table: tableOf(mapping).toFrom(),
      rows: group.map(({ assignments }) => assignments),
    };
    if (first.returned.length === 0) {
      emit(session, { ...statement, inline: true });
    } else {
      const result = yield* readStatement(session.binding, {
        ...statement,
        returning: first.returned.map(({ state }) => columnOver(state, null)),
      });
      const found = result.rest() as RowTuple[];
      group.forEach(({ instance, returned }, index) => {
        returned.forEach(({ attribute }, at) => {
          instance.attributes!.set(attribute, found[index]!.items[at]!);
        });
      });
    }
    for (const { instance } of group) {
      const own = mappingOfObject(instance);
      const key = keyColumns(own).map(({ attribute }) =>
        instance.attributes!.get(attribute) ?? null
      );
      session.remember(instance, own, key);
    }
  }
}

function* updateAll(work: Work, instances: readonly PyInstance[]): Evaluation<void> {
  const updates: {
    readonly instance: PyInstance;
    readonly values: readonly [MappedColumn, Value][];
  }[] = [];
  for (const instance of instances) {
    follow(work, instance);
    const values = changedValues(instance);
    if (values.length > 0) updates.push({ instance, values });
  }
  for (const { instance, values } of updates) {
    yield* update(work.session, instance, values, updates.length === 1);
  }
}

/** The columns of an object that have another value than in the database. */
function changedValues(instance: PyInstance): readonly [MappedColumn, Value][] {
  const { committed } = entityState(instance);
  return mappedColumns(mappingOfObject(instance)).flatMap((column): [MappedColumn, Value][] => {
    if (!committed.has(column.attribute)) return [];
    const before = committed.get(column.attribute);
    const now = instance.attributes?.get(column.attribute) ?? null;
    return before !== undefined && !isComputed(now) && same(before, now) ? [] : [[column, now]];
  });
}

function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  return runNow(truth(runNow(compare("Eq", a, b))));
}

function* update(
  session: SessionState,
  instance: PyInstance,
  values: readonly [MappedColumn, Value][],
  alone: boolean,
): Evaluation<void> {
  const mapping = mappingOfObject(instance);
  const table = tableOf(mapping);
  const state = entityState(instance);
  const changed = new Set(values.map(([{ attribute }]) => attribute));
  const assignments: Assignment[] = values.map(([{ state }, value]) => ({
    column: state.name,
    value: assigned(value, state),
  }));
  const computed = values.filter(([, value]) => isComputed(value)).map(([column]) => column);
  const calls = new Map(
    callableDefaults(table.toFrom(), "updateDefault").map(({ name, call }) => [name, call]),
  );
  for (const column of mappedColumns(mapping)) {
    const { updateDefault } = column.state;
    if (changed.has(column.attribute) || updateDefault === null) continue;
    const call = calls.get(nameText(column.state.name));
    const value = call === undefined ? updateDefault : call();
    assignments.push({ column: column.state.name, value: assigned(value, column.state) });
    if (isComputed(value)) computed.push(column);
    else instance.attributes!.set(column.attribute, value);
  }
  const statement = {
    kind: "update" as const,
    table: table.toFrom(),
    values: assignments,
    where: conditions(
      keyColumns(mapping).map(({ state: column }, index) => [column, state.identity![index]!]),
    ),
  };
  if (alone) {
    const { result } = yield* readStatement(session.binding, statement);
    if (result?.rowCount === 0) throw stale(mapping, "UPDATE");
  } else emit(session, statement);
  const key = keyColumns(mapping).map(({ attribute }, index) =>
    instance.attributes!.get(attribute) ?? state.identity![index]!
  );
  session.remember(instance, mapping, key);
  session.expire(instance, new Set(computed.map(({ attribute }) => attribute)));
}

function stale(mapping: ClassMapping, what: string) {
  return ormError(
    "StaleDataError",
    `${what} statement on table '${
      tableOf(mapping).key
    }' expected to update 1 row(s); 0 were matched.`,
  );
}

// Deletes

/** What goes with the objects that are deleted, and what no longer refers to them. */
function* cascadeDeletes(session: SessionState): Evaluation<void> {
  const seen = new Set<PyInstance>();
  for (const instance of session.deleted) {
    if (seen.has(instance)) continue;
    seen.add(instance);
    for (const relation of relationsOf(mappingOfObject(instance))) {
      if (relation.viewOnly) continue;
      const isLoaded = instance.attributes?.has(relation.name) ?? false;
      const deletes = relation.cascade.has("delete");
      if (relation.direction === "manyToOne" && !deletes) continue;
      if (!isLoaded && relation.passiveDeletes) continue;
      session.suspendAutoflush(1);
      try {
        if (!isLoaded) yield* session.related(instance, relation);
      } finally {
        session.suspendAutoflush(-1);
      }
      for (const related of relatedObjects(instance, relation)) {
        if (relation.direction === "manyToMany") continue;
        if (deletes) session.deleted.add(related);
        else if (!session.deleted.has(related)) {
          for (const { remote } of relation.pairs) writeValue(related, remote, null);
        }
      }
    }
  }
}

function* deleteAll(session: SessionState, mapping: ClassMapping): Evaluation<void> {
  const own = [...session.deleted].filter((instance) =>
    rootOf(mappingOfObject(instance)) === mapping
  );
  for (const instance of childrenFirst(own)) {
    const state = entityState(instance);
    for (const relation of relationsOf(mappingOfObject(instance))) {
      const { secondary } = relation;
      if (secondary === null || relation.viewOnly || relation.passiveDeletes) continue;
      const links: [ColumnState, Value][] = [];
      for (const { attribute, column } of secondary.local) {
        links.push([column, yield* wait(getAttribute(instance, attribute))]);
      }
      emit(session, {
        kind: "delete",
        table: secondary.table.toFrom(),
        where: conditions(links),
      });
    }
    const key = keyColumns(mapping).map(({ state: column }, index): [ColumnState, Value] => [
      column,
      state.identity![index]!,
    ]);
    emit(session, { kind: "delete", table: tableOf(mapping).toFrom(), where: conditions(key) });
    session.forget(instance);
    state.status = "deleted";
  }
}

/** Objects of one table: those that refer to others among them first. */
function childrenFirst(instances: readonly PyInstance[]): readonly PyInstance[] {
  const all = new Set(instances);
  const parents = (instance: PyInstance) =>
    relationsOf(mappingOfObject(instance)).filter(({ direction }) => direction === "manyToOne")
      .flatMap((relation) => relatedObjects(instance, relation))
      .filter((parent) => all.has(parent));
  const ordered: PyInstance[] = [];
  const visited = new Set<PyInstance>();
  const visit = (instance: PyInstance) => {
    if (visited.has(instance)) return;
    visited.add(instance);
    parents(instance).forEach(visit);
    ordered.push(instance);
  };
  instances.forEach(visit);
  return ordered.toReversed();
}
