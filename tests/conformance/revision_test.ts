import { assert, assertEquals } from "@std/assert";
import { loadConfig } from "../../src/config/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import type { NewRevisionRequest } from "../../src/script/new_revision.ts";
import { loadGraph } from "../../src/script/load.ts";
import { ScriptDirectory } from "../../src/script/script_directory.ts";
import { yardstick } from "../support/yardstick.ts";

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly request: NewRevisionRequest;
}

const cases: readonly Case[] = [
  {
    name: "the first revision",
    args: ["-m", "first table", "--rev-id", "aaa111"],
    request: { message: "first table", id: "aaa111" },
  },
  { name: "no message", args: ["--rev-id", "bbb222"], request: { message: null, id: "bbb222" } },
  {
    name: "a long message of odd characters",
    args: [
      "-m",
      "Füge 'x' & \"y\" hinzu — so dass der Name über vierzig Zeichen geht",
      "--rev-id",
      "ccc333",
    ],
    request: {
      message: "Füge 'x' & \"y\" hinzu — so dass der Name über vierzig Zeichen geht",
      id: "ccc333",
    },
  },
  {
    name: "one long word",
    args: ["-m", "x".repeat(60), "--rev-id", "ddd444"],
    request: { message: "x".repeat(60), id: "ddd444" },
  },
  {
    name: "a message of two paragraphs",
    args: ["-m", "one\n\ntwo", "--rev-id", "eee555"],
    request: { message: "one\n\ntwo", id: "eee555" },
  },
  {
    name: "a new base with a label",
    args: ["-m", "other", "--rev-id", "fff666", "--head", "base", "--branch-label", "other"],
    request: { message: "other", id: "fff666", heads: ["base"], branchLabels: ["other"] },
  },
  {
    name: "dependencies by id and by label",
    args: [
      "-m",
      "deps",
      "--rev-id",
      "abc777",
      "--head",
      "eee555",
      "--depends-on",
      "fff6",
      "--depends-on",
      "other",
    ],
    request: { message: "deps", id: "abc777", heads: ["eee555"], dependsOn: ["fff6", "other"] },
  },
  {
    name: "one dependency",
    args: ["-m", "dep", "--rev-id", "abc888", "--head", "abc777", "--depends-on", "other"],
    request: { message: "dep", id: "abc888", heads: ["abc777"], dependsOn: ["other"] },
  },
  {
    name: "a spliced revision",
    args: ["-m", "splice", "--rev-id", "abc999", "--head", "aaa111", "--splice"],
    request: { message: "splice", id: "abc999", heads: ["aaa111"], splice: true },
  },
];

const inis: readonly [name: string, lines: string][] = [
  ["the default file names", ""],
  [
    "dated file names in directories",
    "file_template = %%(year)d/%%(month).2d/%%(day).2d-%%(rev)s_%%(slug)s\nrecursive_version_locations = true\n",
  ],
  ["a time zone", "timezone = Asia/Kathmandu\ntruncate_slug_length = 12\n"],
  [
    "a time zone in small letters",
    "timezone = utc\nfile_template = %%(epoch)d_%%(hour).2d%%(minute).2d%%(second).2d_%%(slug)s\n",
  ],
];

/** The moment that a file of Alembic's says it was made at, in microseconds since 1970. */
function momentOf(text: string): number {
  const match = /Create Date: (\S+) ([\d:]+)(?:\.(\d{6}))?([+-]\d\d:\d\d)?/.exec(text)!;
  const [, day, time, micro = "0", offset] = match;
  // Without a zone it is local time.
  return Date.parse(`${day}T${time}${offset ?? ""}`) * 1000 + Number(micro);
}

for (const [ini, lines] of inis) {
  Deno.test(`ScriptDirectory writes the file that Alembic writes with ${ini}`, async () => {
    const alembic = await yardstick();
    if (alembic === null) return;
    const root = await Deno.makeTempDir();
    try {
      const said = await alembic.alembic(["init", "m"], { cwd: root });
      assertEquals(said.code, 0, said.stderr);
      const path = `${root}/alembic.ini`;
      const text = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, text.replace("[alembic]\n", `[alembic]\n${lines}`));
      const platform = { ...denoPlatform, cwd: () => root };
      for (const { name, args, request } of lines === "" ? cases : cases.slice(0, 3)) {
        const config = await loadConfig({ platform });
        const graph = await loadGraph(
          platform.files,
          { directories: config.versionLocations, recursive: config.recursiveVersionLocations },
          (warning) => assert(false, warning),
        );
        const result = await alembic.alembic(["revision", ...args], {
          cwd: root,
          env: { TZ: Deno.env.get("TZ") ?? "" },
        });
        assertEquals(result.code, 0, result.stdout + result.stderr);
        const written = /Generating (.*) \.\.\. {2}done/.exec(result.stdout)![1]!;
        const theirs = await Deno.readTextFile(written);
        const scripts = new ScriptDirectory(
          config,
          graph,
          platform,
          () => Promise.reject(new Error("the stock template needs no evaluator")),
          () => momentOf(theirs),
        );
        const ours = await scripts.generate({ ...request, kind: "python" });
        assertEquals({ path: ours.path, text: ours.text }, { path: written, text: theirs }, name);
      }
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  });
}
