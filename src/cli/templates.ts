import asyncEnv from "./templates/async/env.py" with { type: "text" };
import asyncReadme from "./templates/async/README" with { type: "text" };
import genericDatabase from "./templates/generic/database.ini" with { type: "text" };
import genericEnv from "./templates/generic/env.py" with { type: "text" };
import genericReadme from "./templates/generic/README" with { type: "text" };
import genericScript from "./templates/generic/script.py.mako" with { type: "text" };
import multidbDatabase from "./templates/multidb/database.ini" with { type: "text" };
import multidbEnv from "./templates/multidb/env.py" with { type: "text" };
import multidbReadme from "./templates/multidb/README" with { type: "text" };
import multidbScript from "./templates/multidb/script.py.mako" with { type: "text" };
import pyprojectDatabase from "./templates/pyproject/database.ini" with { type: "text" };
import pyprojectReadme from "./templates/pyproject/README" with { type: "text" };
import pyprojectToml from "./templates/pyproject/pyproject.toml.mako" with { type: "text" };
import pyprojectAsyncReadme from "./templates/pyproject_async/README" with { type: "text" };
import hooks from "./templates/shared/hooks.ini" with { type: "text" };
import logging from "./templates/shared/logging.ini" with { type: "text" };
import settings from "./templates/shared/settings.ini" with { type: "text" };
import typescriptReadme from "./templates/typescript/README" with { type: "text" };
import type { TemplateName } from "./template_names.ts";

/** What `init` writes: the files of the script directory by name, and the config files. */
export interface Template {
  /** File name in the script directory → its text. */
  readonly files: Readonly<Record<string, string>>;
  /** The ini file, with `${script_location}` to be filled in. */
  readonly ini: string;
  /** The part of pyproject.toml, likewise, where the settings are there. */
  readonly toml?: string;
}

const python = (README: string, env: string) => ({
  "script.py.mako": genericScript,
  README,
  "env.py": env,
});
const ini = settings + genericDatabase + hooks + logging;
const pyproject = { ini: pyprojectDatabase + logging, toml: pyprojectToml };

/** The templates that `init --template` knows. */
export const TEMPLATES: Readonly<Record<TemplateName, Template>> = {
  async: { files: python(asyncReadme, asyncEnv), ini },
  generic: { files: python(genericReadme, genericEnv), ini },
  multidb: {
    files: { "script.py.mako": multidbScript, README: multidbReadme, "env.py": multidbEnv },
    ini: settings + multidbDatabase + hooks + logging,
  },
  pyproject: { files: python(pyprojectReadme, genericEnv), ...pyproject },
  pyproject_async: { files: python(pyprojectAsyncReadme, asyncEnv), ...pyproject },
  typescript: { files: { README: typescriptReadme }, ini },
};
