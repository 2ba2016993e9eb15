import { assertEquals } from "@std/assert";
import { loadConfig, revisionEnvironment } from "../../src/config/mod.ts";
import { MigratorError } from "../../src/errors/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import type { Platform } from "../../src/platform/mod.ts";
import { yardstick } from "../support/yardstick.ts";

const ORACLE = `
import json, os, sys, logging
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError, asbool
answers = {}
for directory in json.load(sys.stdin):
    os.chdir(directory)
    try:
        config = Config("alembic.ini", toml_file="pyproject.toml")
        script = ScriptDirectory.from_config(config)
        answers[directory] = {
            "scriptLocation": os.path.abspath(script.dir),
            "versionLocations": [path.as_posix() for path in script._version_locations],
            "prependSysPath": [os.path.abspath(p) for p in config.get_prepend_sys_paths_list() or []],
            "fileTemplate": script.file_template,
            "truncateSlugLength": script.truncate_slug_length,
            "timezone": script.timezone,
            "outputEncoding": script.output_encoding,
            "recursive": script.recursive_version_locations,
            "hooks": [dict(hook) for hook in script.hooks],
            "revisionEnvironment": asbool(config.get_alembic_option("revision_environment")),
            "section": dict(config.get_section("alembic", {})),
        }
    except CommandError as error:
        answers[directory] = {"commandError": str(error)}
    except Exception as error:
        answers[directory] = {"error": True}
json.dump(answers, sys.stdout)
`;

interface Project {
  readonly ini?: string;
  readonly toml?: string;
}

const LINES: readonly string[] = [
  "",
  "script_location = ./m/",
  "script_location = %(here)s/m",
  "script_location = nowhere",
  "version_locations = a b, c",
  "version_locations = %(here)s/a,%(here)s/b",
  "path_separator = os\nversion_locations = a: b ::c\nprepend_sys_path = x:y z",
  "path_separator = space\nversion_locations = a b  c,d",
  "path_separator = newline\nversion_locations =\n  a dir\n  b\n\n  c\n",
  "path_separator = ;\nversion_locations = a;b;\nprepend_sys_path = x:y;/z",
  "version_path_separator = :\nversion_locations = a:b\nprepend_sys_path = x y,z:.",
  "path_separator = comma\nversion_locations = a",
  "path_separator = comma",
  "path_separator =\nversion_locations = a",
  "prepend_sys_path = .",
  "file_template = %%(year)d_%%(month).2d_%%(rev)s_%%(slug)s\ntruncate_slug_length = 20",
  "file_template = %(rev)s",
  "truncate_slug_length = 0",
  "truncate_slug_length = x",
  "timezone = UTC\noutput_encoding = latin-1",
  "recursive_version_locations = true\nrevision_environment = Yes",
  "recursive_version_locations = True",
  "revision_environment = maybe",
  "timezone =",
];

const HOOKS = "[post_write_hooks]\nhooks = black,ruff  isort\nblack.type = exec\n" +
  "black.options = -l 79 %%s\nruff.type = module\nunused.type = x\n";

function projects(): Project[] {
  const list: Project[] = LINES.map((lines) => ({
    ini: `[alembic]\n${/^script_location/m.test(lines) ? "" : "script_location = m\n"}${lines}\n`,
  }));
  list.push(
    {},
    { ini: "[other]\nx = 1\n" },
    { ini: "[alembic]\nx = 1\n" },
    { ini: `[DEFAULT]\nscript_location = m\n[alembic]\n${HOOKS}` },
    { ini: `[alembic]\nscript_location = m\n[post_write_hooks]\n` },
    { toml: '[tool.alembic]\nscript_location = "%(here)s/m"\n' },
    {
      toml:
        '[tool]\nalembic = { script_location = "m", version_locations = ["a", "%(here)s/b"] }\n',
    },
    {
      toml: '[tool.alembic]\nscript_location = "m"\nfile_template = "%%(rev)s"\ntimezone = "UTC"\n',
    },
    { toml: '[tool.alembic]\nscript_location = "m"\nfile_template = "%(rev)s"\n' },
    {
      toml:
        '[tool.alembic]\nscript_location = "m"\ntruncate_slug_length = 11\nprepend_sys_path = ["."]\n',
    },
    { toml: '[tool.alembic]\nscript_location = "m"\nrecursive_version_locations = true\n' },
    { toml: '[tool.alembic]\nscript_location = "m"\nrecursive_version_locations = "true"\n' },
    { toml: '[tool.alembic]\nscript_location = "m"\ntimezone = 1.5\n' },
    { toml: "[tool]\nalembic = 3\n" },
    { toml: "[tool.alembic\n" },
    {
      toml: '[tool.alembic]\nscript_location = "m"\n[[tool.alembic.post_write_hooks]]\n' +
        'name = "a"\ntype = "exec"\nexecutable = "%(here)s/x"\n',
    },
    {
      ini: "[alembic]\nfile_template = %%(slug)s\n",
      toml: '[tool.alembic]\nscript_location = "m"\nfile_template = "%%(rev)s"\n' +
        'version_locations = ["t"]\n[[tool.alembic.post_write_hooks]]\nname = "a"\n',
    },
    {
      ini: "[alembic]\nversion_locations =\nprepend_sys_path =\n",
      toml:
        '[tool.alembic]\nscript_location = "m"\nversion_locations = ["t"]\nprepend_sys_path = ["p"]\n',
    },
  );
  return list;
}

async function answer(platform: Platform): Promise<unknown> {
  try {
    const config = await loadConfig({ platform });
    return {
      scriptLocation: config.scriptLocation,
      versionLocations: config.versionLocations,
      prependSysPath: config.prependSysPath,
      fileTemplate: config.fileTemplate,
      truncateSlugLength: config.truncateSlugLength,
      timezone: config.timezone,
      outputEncoding: config.outputEncoding,
      recursive: config.recursiveVersionLocations,
      hooks: config.postWriteHooks.map(({ name, options }) => ({ ...options, _hook_name: name })),
      revisionEnvironment: revisionEnvironment(config),
      section: Object.fromEntries(config.options.getSection("alembic") ?? []),
    };
  } catch (error) {
    if (!(error instanceof MigratorError)) throw error;
    return error.name === "CommandError" ? { commandError: error.message } : { error: true };
  }
}

Deno.test("a configuration means to migrator what it means to Alembic", async () => {
  const python = (await yardstick())?.python;
  if (python === undefined) return;
  const root = await Deno.makeTempDir();
  try {
    const directories: string[] = [];
    for (const [index, { ini, toml }] of projects().entries()) {
      const directory = `${root}/${index}`;
      directories.push(directory);
      await Deno.mkdir(`${directory}/m`, { recursive: true });
      if (ini !== undefined) await Deno.writeTextFile(`${directory}/alembic.ini`, ini);
      if (toml !== undefined) await Deno.writeTextFile(`${directory}/pyproject.toml`, toml);
    }
    const child = new Deno.Command(python, {
      args: ["-W", "ignore", "-c", ORACLE],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(JSON.stringify(directories)));
    await writer.close();
    const { code, stdout } = await child.output();
    assertEquals(code, 0);
    const answers = JSON.parse(new TextDecoder().decode(stdout));
    for (const [index, project] of projects().entries()) {
      const directory = `${root}/${index}`;
      const platform = { ...denoPlatform, cwd: () => directory, env: () => undefined };
      assertEquals(await answer(platform), answers[directory], JSON.stringify(project));
    }
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
