import {
  asString,
  nativeClass,
  NativeIterator,
  type PyClass,
  PyInstance,
  PyList,
  PyTuple,
  raise,
  type Value,
} from "../../../runtime/mod.ts";

type Columns = () => ReadonlyMap<string, PyInstance>;

function columnsOf(self: PyInstance): ReadonlyMap<string, PyInstance> {
  return (self.native as Columns)();
}

function get(self: PyInstance, key: Value): PyInstance {
  const columns = columnsOf(self);
  if (typeof key === "number") {
    const column = [...columns.values()].at(key);
    if (column === undefined) throw raise("IndexError", key);
    return column;
  }
  const name = asString(key);
  const column = name === null ? undefined : columns.get(name);
  if (column === undefined) throw raise("KeyError", key);
  return column;
}

/** `table.c`: the columns of what stands in FROM, by name. */
export const columnCollectionClass: PyClass = nativeClass({
  name: "ReadOnlyColumnCollection",
  module: "sqlalchemy.sql.base",
  methods: {
    __getattr__: ["name", (self: PyInstance, name: string) => {
      const column = columnsOf(self).get(name);
      if (column === undefined) throw raise("AttributeError", name);
      return column;
    }],
    __getitem__: ["key", (self: PyInstance, key: Value) => get(self, key)],
    __contains__: ["key", (self: PyInstance, key: Value) => {
      const name = asString(key);
      return name === null
        ? [...columnsOf(self).values()].includes(key as PyInstance)
        : columnsOf(self).has(name);
    }],
    __iter__: ["", (self: PyInstance) => new NativeIterator([...columnsOf(self).values()])],
    __len__: ["", (self: PyInstance) => columnsOf(self).size],
    __bool__: ["", (self: PyInstance) => columnsOf(self).size > 0],
    keys: ["", (self: PyInstance) => new PyList([...columnsOf(self).keys()])],
    values: ["", (self: PyInstance) => new PyList([...columnsOf(self).values()])],
    items: [
      "",
      (self: PyInstance) =>
        new PyList([...columnsOf(self)].map(([key, column]) => new PyTuple([key, column]))),
    ],
    get: [
      "key, default=None",
      (self: PyInstance, key: Value, fallback: Value) =>
        columnsOf(self).get(asString(key) ?? "") ?? fallback,
    ],
    contains_column: [
      "col",
      (self: PyInstance, column: Value) =>
        [...columnsOf(self).values()].includes(column as PyInstance),
    ],
  },
});

/** Makes the collection of columns that `columns` gives at the time of each use. */
export function columnCollection(columns: Columns): PyInstance {
  const collection = new PyInstance(columnCollectionClass);
  collection.native = columns;
  return collection;
}
