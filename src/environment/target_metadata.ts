import { CommandError } from "../errors/mod.ts";
import { metadataFrom } from "../python/modules/sqlalchemy/schema/metadata_data.ts";
import { PyInstance, PyList, PyOpaque, PyTuple, type Value } from "../python/runtime/mod.ts";
import type { Metadata } from "../schema/metadata.ts";
import type { Configuration, Environment } from "./environment.ts";
import { type TargetOptions, targetOptions } from "./target_options.ts";

/** What a project's models say the database should hold, and how env.py wants it to be compared. */
export interface TargetMetadata {
  /** `target_metadata`: one, or several in the order given. */
  readonly metadata: readonly Metadata[];
  /**
   * The Python object (`Table`, `Column`, `Index`, a constraint) that a part of the metadata was read from, for
   * functions of env.py such as `include_object`; undefined for what has none of its own.
   */
  readonly objectOf: (part: object) => PyInstance | undefined;
  readonly options: TargetOptions;
}

/**
 * Reads the `target_metadata` that env.py gave to `context.configure()`, with what else it said about autogenerate. Throws
 * a `CommandError` where there is none, or where it is not known because something that it comes from cannot
 * be evaluated. Meant to be called while env.py waits in `context.run_migrations()`.
 */
export function readTargetMetadata({ configuration }: Environment): TargetMetadata {
  if (configuration === undefined) {
    throw new CommandError(
      "no_target_metadata",
      "without env.py there are no models to compare the database with",
      { hint: "set target_metadata in env.py, and leave --no-env out" },
    );
  }
  const objects = new Map<object, PyInstance>();
  const metadata = givenMetadata(configuration).map((value) => metadataFrom(value, objects));
  return {
    metadata,
    objectOf: (part) => objects.get(part),
    options: targetOptions(configuration),
  };
}

function givenMetadata({ arguments: given, path }: Configuration): readonly PyInstance[] {
  const value = given.get("target_metadata") ?? null;
  const isSequence = value instanceof PyList || value instanceof PyTuple;
  const items: readonly Value[] = isSequence ? value.items : [value];
  return items.map((item) => {
    if (item instanceof PyOpaque) throw item.error("the target metadata");
    if (item instanceof PyInstance) return item;
    throw new CommandError(
      "no_target_metadata",
      `Can't proceed with --autogenerate option; environment script ${path} does not provide a ` +
        "MetaData object or sequence of objects to the context.",
      { hint: "set target_metadata in env.py to the MetaData of the models" },
    );
  });
}
