import { PyAlias } from "../../builtins/generic_alias.ts";
import {
  PyClass,
  PyOpaque,
  repr,
  UnsupportedConstructError,
  valueError,
} from "../../runtime/mod.ts";
import type { Value } from "../../runtime/mod.ts";
import { annotatedParts, isNone, resolveText, unionOf } from "../annotations.ts";
import { checkedClasses, PLAIN_TYPES, pydanticName } from "../pydantic/known_types.ts";
import { ownValue } from "../../../config/own_value.ts";

/** The type that a field's annotation stands for in SQLModel, as the full name of a class that it is or derives from. */
export interface FieldType {
  /** The full names of the class and of those above it, `module.name`. */
  readonly names: readonly string[];
  /** The class, where it is one that is evaluated. */
  readonly cls: PyClass | null;
}

/** Types of pydantic that SQLModel has no column for: the field must say its own. */
const WITHOUT_COLUMN =
  /^(\w*Url|\w*Dsn|Json|JsonValue|Secret\w*|IPvAny\w+|ByteSize|Base64\w*|ImportString)$/;

/** Whether a field may hold None. */
export function allowsNone(annotation: Value): boolean {
  const parts = annotatedParts(annotation);
  return (unionOf(parts?.[0] ?? annotation) ?? []).some(isNone);
}

/** What `Field(…)` and the like in `Annotated[…]` say, outermost last. */
export function annotatedExtras(annotation: Value): readonly Value[] {
  return annotatedParts(annotation)?.slice(1) ?? [];
}

/** The type of a field. Raises where SQLModel finds none, and where something that it comes from is not known. */
export function fieldType(annotation: Value, owner: PyClass, field: string): FieldType {
  const type = resolveText(annotation, owner);
  if (type instanceof PyOpaque) return opaqueType(type, owner, field);
  const parts = annotatedParts(type);
  if (parts !== null) {
    const marks = parts.slice(1).filter((part) => part instanceof PyOpaque).map(({ path }) => path);
    const inner = fieldType(parts[0]!, owner, field);
    return marks.some((path) => /\bpydantic(\.\w+)*\.NaiveDatetime$/.test(path))
      ? { names: ["pydantic.NaiveDatetime"], cls: null }
      : inner;
  }
  const members = unionOf(type);
  if (members !== null) {
    const rest = members.filter((member) => !isNone(member));
    if (members.length > 2 || rest.length !== 1) {
      throw valueError("Cannot have a (non-optional) union as a SQLAlchemy field");
    }
    return fieldType(rest[0]!, owner, field);
  }
  if (type instanceof PyAlias) {
    if (type.origin instanceof PyClass) return classType(type.origin);
    throw unmatched(type);
  }
  if (type instanceof PyClass) return classType(type);
  throw unmatched(type);
}

function classType(cls: PyClass): FieldType {
  const plain = checkedClasses[cls.name] === cls ? PLAIN_TYPES[cls.name] : undefined;
  if (plain !== undefined) return { names: [plain], cls: null };
  return { names: cls.mro.map(({ module, name }) => `${module}.${name}`), cls };
}

function opaqueType(type: PyOpaque, owner: PyClass, field: string): FieldType {
  const name = pydanticName(type.path);
  const known = ownValue(PLAIN_TYPES, name ?? "");
  if (known !== undefined) return { names: [known], cls: null };
  if (name !== null && WITHOUT_COLUMN.test(name)) throw unmatched(type);
  if (/^ipaddress\.IPv[46](Address|Network)$/.test(type.path)) {
    return { names: [type.path], cls: null };
  }
  throw new UnsupportedConstructError(
    type.origin.construct,
    `the type of the field '${field}' of ${owner.name} is not known: ${
      type.error("the type").message
    }`,
    { hint: "give the field sa_type= or sa_column=" },
  );
}

function unmatched(type: Value) {
  const shown = type instanceof PyOpaque ? type.path : repr(type);
  return valueError(`${shown} has no matching SQLAlchemy type`);
}
