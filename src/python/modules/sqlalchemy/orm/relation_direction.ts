/** The directions of relationships, as Python sees them. */
import { nativeClass, PyInstance, type Value } from "../../../runtime/mod.ts";
import type { Relation } from "./relation.ts";

const directionClass = nativeClass({
  name: "RelationshipDirection",
  module: "sqlalchemy.orm.interfaces",
  methods: {
    __repr__: ["", (self: PyInstance) => {
      const [name, value] = ["name", "value"].map((part) => self.attributes!.get(part));
      return `<RelationshipDirection.${name}: ${value}>`;
    }],
  },
});

function direction(name: string, value: number): PyInstance {
  const object = new PyInstance(directionClass);
  object.attributes = new Map<string, Value>([["name", name], ["value", value]]);
  return object;
}

const directions: Readonly<Record<Relation["direction"], PyInstance>> = {
  oneToMany: direction("ONETOMANY", 1),
  manyToOne: direction("MANYTOONE", 2),
  manyToMany: direction("MANYTOMANY", 3),
};

/** The object that stands for a direction. */
export function directionObject(of: Relation["direction"]): PyInstance {
  return directions[of];
}

/** `sqlalchemy.orm.interfaces.ONETOMANY` and the like. */
export const directionNames: Readonly<Record<string, Value>> = {
  RelationshipDirection: directionClass,
  ONETOMANY: directions.oneToMany,
  MANYTOONE: directions.manyToOne,
  MANYTOMANY: directions.manyToMany,
};
