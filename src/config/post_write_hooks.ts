import { FileError } from "../errors/mod.ts";
import type { ConfigOptions } from "./config_options.ts";

/** A program to run over a newly written revision file. */
export interface PostWriteHook {
  readonly name: string;
  /** `type`, `options`, `cwd` and what the type needs (`entrypoint`, `executable`, `module`). */
  readonly options: Readonly<Record<string, string>>;
}

const SECTION = "post_write_hooks";

/**
 * The hooks in their order: from the section `[post_write_hooks]` where the ini has it, else from
 * the array `[[tool.alembic.post_write_hooks]]`.
 */
export function readPostWriteHooks(options: ConfigOptions): readonly PostWriteHook[] {
  const section = options.getSection(SECTION);
  if (section !== null) return fromIni(section);
  return fromToml(options);
}

function fromIni(section: ReadonlyMap<string, string>): readonly PostWriteHook[] {
  const names = (section.get("hooks") ?? "").split(/, *| +/).filter((name) => name !== "");
  return names.map((name) => {
    const prefix = `${name}.`;
    const own = [...section].filter(([key]) => key.startsWith(prefix));
    const options = own.map(([key, value]) => [key.slice(prefix.length), value]);
    return { name, options: Object.fromEntries(options) };
  });
}

function fromToml(options: ConfigOptions): readonly PostWriteHook[] {
  const list = options.getTomlOption(SECTION) ?? [];
  const place = options.placeOf(SECTION);
  if (!Array.isArray(list)) {
    throw new FileError("toml_value", `tool.alembic.${SECTION} must be an array of tables`, {
      place,
    });
  }
  return list.map((table: string | Readonly<Record<string, string>>) => {
    const { name, ...rest } = typeof table === "string" ? {} as Record<string, string> : table;
    if (name === undefined) {
      throw new FileError("toml_value", `a hook in tool.alembic.${SECTION} has no name`, { place });
    }
    return { name, options: rest };
  });
}
