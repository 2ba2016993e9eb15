import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  type ConfigRequest,
  loadConfig,
  loadConfigFiles,
  revisionEnvironment,
} from "../../src/config/mod.ts";
import { CommandError, FileError, MigratorError } from "../../src/errors/mod.ts";
import { memoryPlatform, type MemoryWorld } from "./memory_platform.ts";

const DIRECTORIES = ["/work/m", "/work/migrations"];

function request(world: MemoryWorld, rest: Partial<ConfigRequest> = {}): ConfigRequest {
  return { platform: memoryPlatform({ directories: DIRECTORIES, ...world }), ...rest };
}

/** A project in /work whose ini has the given lines in its main section. */
function ini(lines: string, more = ""): MemoryWorld {
  return { files: { "/work/alembic.ini": `[alembic]\nscript_location = m\n${lines}\n${more}` } };
}

function toml(lines: string): MemoryWorld {
  return {
    files: { "/work/pyproject.toml": `[tool.alembic]\nscript_location = "m"\n${lines}\n` },
  };
}

Deno.test("loadConfig() reads the ini that Alembic's generic template writes", async () => {
  const text = `# A generic, single database configuration.

[alembic]
# path to migration scripts.
script_location = %(here)s/migrations

prepend_sys_path = .
path_separator = os
sqlalchemy.url = driver://user:pass@localhost/dbname

[post_write_hooks]
`;
  const config = await loadConfig(request({ files: { "/work/alembic.ini": text } }));
  const { options, ...rest } = config;
  assertEquals(rest, {
    iniFile: "alembic.ini",
    iniPath: "/work/alembic.ini",
    iniExists: true,
    section: "alembic",
    xArguments: [],
    scriptLocation: "/work/migrations",
    versionLocations: ["/work/migrations/versions"],
    hasVersionLocations: false,
    recursiveVersionLocations: false,
    prependSysPath: ["/work"],
    moduleRoots: ["/work", "/work/src"],
    fileTemplate: "%(rev)s_%(slug)s",
    truncateSlugLength: 40,
    timezone: null,
    outputEncoding: "utf-8",
    postWriteHooks: [],
  });
  assertEquals(
    options.getMainOption("sqlalchemy.url"),
    "driver://user:pass@localhost/dbname",
  );
  assertEquals(Object.isFrozen(config), true);
});

Deno.test("loadConfig() takes the files that -c, ALEMBIC_CONFIG or the defaults name", async () => {
  const files = {
    "/work/alembic.ini": "[alembic]\nscript_location = m\nname = default\n",
    "/work/other.ini": "[alembic]\nscript_location = m\nname = other\n",
    "/work/env.ini": "[alembic]\nscript_location = m\nname = env\n",
    "/work/sub/pyproject.toml": '[tool.alembic]\nname = "sub"\n',
    "/work/pyproject.toml": '[tool.alembic]\nname = "root"\nscript_location = "m"\n',
    "/work/empty.ini": "",
  };
  const cases: [configFiles: string[], env: string | undefined, name: string, iniFile: string][] = [
    [[], undefined, "default", "alembic.ini"],
    [["other.ini"], undefined, "other", "other.ini"],
    [["other.ini"], "env.ini", "other", "other.ini"],
    [[], "env.ini", "env", "env.ini"],
    [[], "", "default", "alembic.ini"],
    [["pyproject.toml"], "env.ini", "env", "env.ini"],
    [["empty.ini"], undefined, "root", "empty.ini"],
    [["empty.ini"], "sub/pyproject.toml", "sub", "empty.ini"],
    [["sub/pyproject.toml", "empty.ini"], undefined, "sub", "empty.ini"],
    [["missing.ini"], undefined, "root", "missing.ini"],
  ];
  for (const [configFiles, env, name, iniFile] of cases) {
    const environment: Record<string, string> = env === undefined ? {} : { ALEMBIC_CONFIG: env };
    const world = { files, env: environment };
    const found = await loadConfigFiles(request(world, { configFiles }));
    assertEquals(found.options.getAlembicOption("name"), name, JSON.stringify([configFiles, env]));
    assertEquals(found.iniFile, iniFile);
  }
});

Deno.test("loadConfig() refuses two files of one kind", async () => {
  const two = (configFiles: string[]) => () => loadConfig(request({}, { configFiles }));
  await assertRejects(two(["a.ini", "b.ini"]), FileError, "only one ini file may be indicated");
  await assertRejects(
    two(["pyproject.toml", "x/pyproject.toml"]),
    FileError,
    "pyproject.toml indicated more than once",
  );
});

Deno.test("loadConfig() says in Alembic's words that there is no script_location", async () => {
  const worlds: [MemoryWorld, string | undefined][] = [
    [{}, undefined],
    [{ files: { "/work/alembic.ini": "[alembic]\nx = 1\n" } }, undefined],
    [{ files: { "/work/alembic.ini": "[alembic]\nscript_location = m\n" } }, "other"],
  ];
  for (const [world, name] of worlds) {
    const error = await assertRejects(() => loadConfig(request(world, { name })), CommandError);
    assertEquals(error.message, "No 'script_location' key found in configuration.");
  }
});

Deno.test("loadConfig() says in Alembic's words that the directory is missing", async () => {
  const cases: [location: string, shown: string][] = [
    ["nowhere", "nowhere"],
    ["%(here)s/nowhere", "/work/nowhere"],
    ["./no//where/", "no/where"],
  ];
  for (const [location, shown] of cases) {
    const text = `[alembic]\nscript_location = ${location}\n`;
    const error = await assertRejects(
      () => loadConfig(request({ files: { "/work/alembic.ini": text } })),
      CommandError,
    );
    assertEquals(
      error.message,
      `Path doesn't exist: ${shown}.  Please use the 'init' command to create a new scripts folder.`,
    );
  }
});

Deno.test("loadConfig() resolves relative paths from the current directory, here from the ini", async () => {
  const world: MemoryWorld = {
    files: {
      "/work/conf/alembic.ini":
        "[alembic]\nscript_location = m\nversion_locations = v;%(here)s/w\npath_separator = ;\n",
    },
  };
  const config = await loadConfig(request(world, { configFiles: ["conf/alembic.ini"] }));
  assertEquals(config.scriptLocation, "/work/m");
  assertEquals(config.versionLocations, ["/work/v", "/work/conf/w"]);
});

Deno.test("loadConfig() splits version_locations by every separator", async () => {
  const cases: [lines: string, locations: string[]][] = [
    ["version_locations = a b", ["a", "b"]],
    ["version_locations = a, b,c", ["a", "b", "c"]],
    ["version_locations = a  b", ["a", "b"]],
    ["path_separator = space\nversion_locations = a b  c,d", ["a", "b", "c,d"]],
    ["path_separator = newline\nversion_locations =\n  a dir\n  b\n\n  c", ["a dir", "b", "c"]],
    ["path_separator = os\nversion_locations = a: b ::c", ["a", "b", "c"]],
    ["path_separator = :\nversion_locations = a:b", ["a", "b"]],
    ["path_separator = ;\nversion_locations = a;b;", ["a", "b"]],
    ["version_path_separator = ;\nversion_locations = a;b", ["a", "b"]],
    ["version_path_separator = os\npath_separator = ;\nversion_locations = a;b", ["a", "b"]],
    ["version_locations =", ["m/versions"]],
  ];
  for (const [lines, locations] of cases) {
    const config = await loadConfig(request(ini(lines)));
    assertEquals(config.versionLocations, locations.map((item) => `/work/${item}`), lines);
  }
});

Deno.test("loadConfig() splits prepend_sys_path on colons only without a separator", async () => {
  const cases: [lines: string, paths: string[]][] = [
    ["prepend_sys_path = .", ["/work"]],
    ["prepend_sys_path = a b,c:d", ["/work/a", "/work/b", "/work/c", "/work/d"]],
    ["path_separator = ;\nprepend_sys_path = a:b;/c", ["/work/a:b", "/c"]],
    ["version_path_separator = ;\nprepend_sys_path = a:b", ["/work/a", "/work/b"]],
  ];
  for (const [lines, paths] of cases) {
    assertEquals((await loadConfig(request(ini(lines)))).prependSysPath, paths, lines);
  }
});

Deno.test("loadConfig() refuses an unknown separator with its place", async () => {
  const error = await assertRejects(
    () => loadConfig(request(ini("version_locations = a\nversion_path_separator = os  # default"))),
    FileError,
  );
  assertEquals(
    error.message,
    "'os  # default' is not a valid value for version_path_separator; " +
      "expected 'space', 'newline', 'os', ':', ';'",
  );
  assertEquals(error.place, { path: "alembic.ini", line: 4 });
  // Without version_locations nobody asks for the separator.
  await loadConfig(request(ini("version_path_separator = os  # default")));
});

Deno.test("loadConfig() finds the directory of a package", async () => {
  const location = async (world: MemoryWorld, text: string, extra = "") => {
    const files = {
      "/work/conf/a.ini": `[alembic]\nscript_location = ${text}\n${extra}`,
      ...world.files,
    };
    const found = await loadConfig(
      request({ ...world, files }, { configFiles: ["conf/a.ini"] }),
    );
    return found.scriptLocation;
  };
  const in_ = (path: string): MemoryWorld => ({ files: { [`${path}/env.py`]: "" } });
  assertEquals(await location(in_("/work/app/db/m"), "app.db:m"), "/work/app/db/m");
  assertEquals(await location(in_("/work/app/db/m"), "app:db/m"), "/work/app/db/m");
  assertEquals(await location(in_("/work/app/db/m"), "app:db:m"), "/work/app/db/m");
  assertEquals(await location(in_("/work/conf/app/m"), "app:m"), "/work/conf/app/m");
  assertEquals(await location(in_("/work/src/app/m"), "app:m"), "/work/src/app/m");
  assertEquals(
    await location(in_("/lib/app/m"), "app:m", "prepend_sys_path = /lib\n"),
    "/lib/app/m",
  );
  const path = { ...in_("/opt/lib/app/m"), env: { PYTHONPATH: "/opt/lib:" } };
  assertEquals(await location(path, "app:m"), "/opt/lib/app/m");
  const error = await assertRejects(() => location({}, "app:m"), FileError);
  assertEquals(
    error.message,
    "script_location is 'app:m', but no Python package 'app' was found in: " +
      "/work, /work/conf, /work/src, /work/conf/src",
  );
  assertEquals(error.place, { path: "conf/a.ini", line: 2 });
});

Deno.test("loadConfig() prefers the ini to [tool.alembic], key by key", async () => {
  const world: MemoryWorld = {
    files: {
      "/work/alembic.ini": "[alembic]\nfile_template = %%(rev)s\n",
      "/work/pyproject.toml": `[project]
name = "x"
[tool.alembic]
script_location = "%(here)s/m"
file_template = "%%(slug)s"
version_locations = ["%(here)s/v", "w"]
prepend_sys_path = ["."]
truncate_slug_length = 12
timezone = "UTC"
recursive_version_locations = true
[[tool.alembic.post_write_hooks]]
name = "fmt"
type = "exec"
executable = "%(here)s/bin/fmt"
`,
    },
  };
  const config = await loadConfig(request(world));
  assertEquals(config.fileTemplate, "%(rev)s");
  assertEquals(config.scriptLocation, "/work/m");
  assertEquals(config.versionLocations, ["/work/v", "/work/w"]);
  assertEquals(config.prependSysPath, ["/work"]);
  assertEquals(config.truncateSlugLength, 12);
  assertEquals(config.timezone, "UTC");
  assertEquals(config.recursiveVersionLocations, true);
  assertEquals(config.postWriteHooks, [
    { name: "fmt", options: { type: "exec", executable: "/work/bin/fmt" } },
  ]);
});

Deno.test("loadConfig() takes the hooks of the ini when it has the section at all", async () => {
  const world = ini(
    "",
    "[post_write_hooks]\nhooks = black, ruff\nblack.type = console_scripts\n" +
      "black.options = -l 79 REVISION_SCRIPT_FILENAME\nruff.type = module\nother.type = exec\n",
  );
  const config = await loadConfig(request({
    files: {
      ...world.files,
      "/work/pyproject.toml": '[[tool.alembic.post_write_hooks]]\nname = "no"\n',
    },
  }));
  assertEquals(config.postWriteHooks, [
    {
      name: "black",
      options: { type: "console_scripts", options: "-l 79 REVISION_SCRIPT_FILENAME" },
    },
    { name: "ruff", options: { type: "module" } },
  ]);
});

Deno.test("loadConfig() takes only the text true for a true in the ini", async () => {
  for (const [text, value] of [["true", true], ["True", false], ["1", false], ["yes", false]]) {
    const config = await loadConfig(request(ini(`recursive_version_locations = ${text}`)));
    assertEquals(config.recursiveVersionLocations, value, String(text));
  }
});

Deno.test("loadConfig() refuses values that cannot be used, with their place", async () => {
  const cases: [world: MemoryWorld, message: string, path: string, line?: number][] = [
    [ini("sourceless = true"), "sourceless = true is not supported", "alembic.ini", 3],
    [
      ini("truncate_slug_length = many"),
      "truncate_slug_length must be a whole number, found: many",
      "alembic.ini",
      3,
    ],
    [ini("timezone = %(nope)s"), "bad value substitution: option 'timezone'", "alembic.ini", 3],
    [
      toml('recursive_version_locations = "true"'),
      "boolean value expected for TOML parameter 'recursive_version_locations'",
      "/work/pyproject.toml",
      3,
    ],
    [
      toml('version_locations = "a"'),
      "tool.alembic.version_locations must be an array of strings",
      "/work/pyproject.toml",
      3,
    ],
    [
      toml('file_template = "%(rev)s"'),
      "tool.alembic.file_template: unknown name 'rev' in the format '%(rev)s'",
      "/work/pyproject.toml",
      3,
    ],
    [
      toml("timezone = 1.5"),
      "unsupported TOML value type for key: 'timezone'",
      "/work/pyproject.toml",
      3,
    ],
    [
      toml('[[tool.alembic.post_write_hooks]]\ntype = "exec"'),
      "a hook in tool.alembic.post_write_hooks has no name",
      "/work/pyproject.toml",
    ],
    [toml("a = 1\na = 2"), "invalid TOML: ", "/work/pyproject.toml", 4],
    [
      { files: { "/work/alembic.ini": new Uint8Array([0x5b, 0x61, 0x5d, 0xff]) } },
      "the file is not valid UTF-8",
      "alembic.ini",
    ],
  ];
  for (const [world, message, path, line] of cases) {
    const error = await assertRejects(() => loadConfig(request(world)), MigratorError, message);
    assertEquals(error.place?.path, path, message);
    assertEquals(error.place?.line, line, message);
  }
});

for (
  const [title, lines] of [
    ["in quotes", '"migrator.lock" = "lease"\n"migrator.lock_retries" = 3'],
    ["with dots", 'migrator.lock = "lease"\nmigrator.lock_retries = 3'],
    ["in a table", '[tool.alembic.migrator]\nlock = "lease"\nlock_retries = 3'],
  ] as const
) {
  Deno.test(`loadConfig() reads the keys of migrator from TOML when they are ${title}`, async () => {
    const { options } = await loadConfig(request(toml(lines)));
    assertEquals(
      [
        options.getAlembicOption("migrator.lock"),
        options.getAlembicOption("migrator.lock_retries"),
      ],
      ["lease", 3],
    );
    assertEquals(options.placeOf("migrator.lock").line, title === "in a table" ? 4 : 3);
  });
}

Deno.test("loadConfig() does not read keys that only some commands need", async () => {
  const config = await loadConfig(
    request(ini("sqlalchemy.url = postgresql://u:p%40ss@h/d\nrevision_environment = maybe")),
  );
  assertThrows(() => config.options.getMainOption("sqlalchemy.url"), FileError, "must be followed");
  assertThrows(() => revisionEnvironment(config), FileError, "is not true/false: 'maybe'");
});

Deno.test("revisionEnvironment() understands the words that SQLAlchemy's asbool knows", async () => {
  const cases: [string, boolean][] = [["true", true], ["Yes", true], ["ON", true], ["y", true]];
  cases.push(["1", true], ["false", false], ["No", false], ["off", false], ["f", false]);
  for (const [text, value] of cases) {
    const config = await loadConfig(request(ini(`revision_environment = ${text}`)));
    assertEquals(revisionEnvironment(config), value, text);
  }
  assertEquals(revisionEnvironment(await loadConfig(request(ini("")))), false);
  const fromToml = await loadConfig(request(toml("revision_environment = true")));
  assertEquals(revisionEnvironment(fromToml), true);
});

Deno.test("ConfigOptions behaves as Alembic's Config object when options are set", async () => {
  const { options } = await loadConfig(request(ini("a = 1", "[other]\nb = %(here)s\n")));
  const own = options.copy();
  own.setMainOption("sqlalchemy.url", "postgresql://u:p%%40@h/d");
  own.setSectionOption("new", "X", "%(here)s/x");
  own.removeMainOption("a");
  assertEquals(own.getMainOption("sqlalchemy.url"), "postgresql://u:p%40@h/d");
  assertEquals(own.getSectionOption("new", "x"), "/work/x");
  assertEquals(own.getMainOption("a"), null);
  assertEquals([...own.getSection("other") ?? []], [["here", "/work"], ["b", "/work"]]);
  assertEquals(own.getSection("nope"), null);
  assertThrows(
    () => own.getSectionOption("nope", "x"),
    CommandError,
    "No config file 'alembic.ini' found, or file has no '[nope]' section",
  );
  assertEquals(options.getMainOption("a"), "1");
  assertEquals(options.hasSection("new"), false);
});
