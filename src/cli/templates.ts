import asyncEnv from "./templates/async/env.py" with { type: "text" };
import asyncReadme from "./templates/async/README" with { type: "text" };
import genericEnv from "./templates/generic/env.py" with { type: "text" };
import genericReadme from "./templates/generic/README" with { type: "text" };
import ini from "./templates/generic/alembic.ini.mako" with { type: "text" };
import scriptMako from "./templates/generic/script.py.mako" with { type: "text" };
import typescriptReadme from "./templates/typescript/README" with { type: "text" };

/** What `init` writes: the files of the script directory by name, and the config file. */
export interface Template {
  readonly name: string;
  /** File name in the script directory → its text. */
  readonly files: Readonly<Record<string, string>>;
  /** The config file, with `${script_location}` to be filled in. */
  readonly ini: string;
}

/** The templates that `init --template` knows, sorted by name. */
export const TEMPLATES: readonly Template[] = [
  {
    name: "async",
    files: { "script.py.mako": scriptMako, "README": asyncReadme, "env.py": asyncEnv },
    ini,
  },
  {
    name: "generic",
    files: { "script.py.mako": scriptMako, "README": genericReadme, "env.py": genericEnv },
    ini,
  },
  { name: "typescript", files: { "README": typescriptReadme }, ini },
];
