import type { Place } from "../../errors/mod.ts";
import { formatPlace } from "../../errors/mod.ts";
import { objectClass } from "./builtin_classes.ts";
import { PyClass } from "./class.ts";
import { UnsupportedConstructError } from "./errors.ts";
import { PyList, PyTuple } from "./objects.ts";
import { PyDynamic, type Value } from "./value.ts";

const opaqueClass = new PyClass({ name: "opaque", bases: [objectClass], layout: "fixed" });

/** Where an opaque value comes from, and how much may be done with it. */
export interface OpaqueOrigin {
  /** What could not be resolved, such as `import app.models`. */
  readonly construct: string;
  /** Where that stands. */
  readonly place: Place;
  /** Why, when that is more than "no such module". */
  readonly reason?: string;
  readonly hint?: string;
  /**
   * Whether attribute access, calls, `with` and `await` give opaque values again at this moment;
   * otherwise any use is an error.
   */
  readonly propagates: () => boolean;
  /** What the host gives for an attribute instead of another opaque value; undefined to let it be. */
  readonly attribute?: (value: PyOpaque, name: string) => Value | undefined;
}

/**
 * The value of a name whose import could not be resolved, or what came of one. It may be bound and
 * passed around; what would need to know it raises an {@link UnsupportedConstructError}.
 */
export class PyOpaque extends PyDynamic {
  readonly origin: OpaqueOrigin;
  /** How the value came about, as Python text: `app.models.User`. */
  readonly path: string;
  /** Whether it is what an unresolved decorator made of a function or class. */
  readonly isDecorated: boolean;

  constructor(origin: OpaqueOrigin, path: string, isDecorated = false) {
    super(opaqueClass);
    this.origin = origin;
    this.path = path;
    this.isDecorated = isDecorated;
  }

  /** The value of an attribute of it. */
  override attribute(name: string): Value {
    return this.origin.attribute?.(this, name) ??
      this.derive(`attribute '${name}'`, `${this.path}.${name}`);
  }

  override refuseType(): void {
    this.refuse("the type");
  }

  override refuseText(): void {
    this.refuse("the text");
  }

  /** The opaque value that an operation on this one gives, where such may propagate. */
  derive(use: string, path: string): PyOpaque {
    if (!this.origin.propagates()) throw this.error(use);
    return new PyOpaque(this.origin, path.length > 200 ? `${path.slice(0, 200)}…` : path);
  }

  /** Raises the error of a use that needs the value itself. */
  refuse(use: string): never {
    throw this.error(use);
  }

  error(use: string): UnsupportedConstructError {
    const { construct, place, reason, hint } = this.origin;
    return new UnsupportedConstructError(
      construct,
      `${use} of '${this.path}' needs '${construct}' (${formatPlace(place)}), which ${
        reason ?? "cannot be resolved"
      }`,
      { hint },
    );
  }
}

/** The first opaque value among these, or in a list or tuple among them; null if there is none. */
export function findOpaque(values: Iterable<unknown>): PyOpaque | null {
  for (const value of values) {
    if (value instanceof PyOpaque) return value;
    if (value instanceof PyList || value instanceof PyTuple) {
      const inner = value.items.find((item) => item instanceof PyOpaque);
      if (inner !== undefined) return inner as PyOpaque;
    }
  }
  return null;
}

/** Raises if the value is opaque: `refuseOpaque(value, "the truth value")`. */
export function refuseOpaque(value: Value, use: string): void {
  if (value instanceof PyOpaque) value.refuse(use);
}
