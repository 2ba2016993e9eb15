import { assertEquals, assertThrows } from "@std/assert";
import { Ini } from "../../src/config/mod.ts";
import { FileError } from "../../src/errors/mod.ts";
import { Logging, readLoggingSettings, TEMPLATE_LOGGING } from "../../src/logging/mod.ts";
import { LOGGED, LOGGING_INIS } from "./logging_cases.ts";

function recorder(): { readonly logging: Logging; readonly out: string[]; readonly err: string[] } {
  const out: string[] = [];
  const err: string[] = [];
  const output = {
    writeOut: (text: string) => void out.push(text),
    writeErr: (text: string) => void err.push(text),
  };
  return { logging: new Logging(output, () => new Date(2026, 10, 5, 7, 8, 9, 45)), out, err };
}

function logAll(logging: Logging): void {
  for (const [name, level, message] of LOGGED) logging.getLogger(name).log(level, message);
}

function settings(name: string) {
  return readLoggingSettings(Ini.parse(LOGGING_INIS[name] ?? "", "alembic.ini"));
}

/** What CPython wrote to standard error for {@link LOGGED} under the ini that Alembic writes. */
const GENERIC_OUTPUT = [
  "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\n",
  "INFO  [alembic.runtime.migration] Running upgrade  -> a1, first 100%\n",
  "ERROR [alembic.util.messaging] Can't locate revision\n",
  "INFO  [alembic] directly\n",
  "INFO  [alembic.env] Migrating database x\n",
  "WARNI [sqlalchemy.engine.Engine] slow\n",
  "WARNI [myapp.models] warning\n",
  "CRITI [root] critical\n",
  "Level [alembic.runtime.migration] between\n",
];

Deno.test("Logging writes what Alembic writes under the ini that Alembic writes", () => {
  const { logging, out, err } = recorder();
  logging.configure(settings("the ini that Alembic writes"));
  logAll(logging);
  assertEquals(err, GENERIC_OUTPUT);
  assertEquals(out, []);
});

Deno.test("TEMPLATE_LOGGING is what the ini that Alembic writes says", () => {
  const { logging, err } = recorder();
  logging.configure(TEMPLATE_LOGGING);
  logAll(logging);
  assertEquals(err, GENERIC_OUTPUT);
});

Deno.test("Logging shows nothing of Alembic and only warnings of others before it is configured", () => {
  const { logging, err } = recorder();
  assertEquals(logging.configured, false);
  logAll(logging);
  assertEquals(err, ["slow\n", "warning\n", "critical\n"]);
});

Deno.test("Logging.configure() switches existing loggers off that the ini does not mention", () => {
  const { logging, err } = recorder();
  const early = logging.getLogger("early");
  logging.configure(settings("the root alone at INFO"));
  early.error("lost");
  logging.getLogger("late").info("shown");
  logging.getLogger("alembic.runtime.migration").error("lost");
  assertEquals(err, ["INFO  [late] shown\n"]);
  assertEquals(early.isEnabledFor(40), false);

  const second = recorder();
  const kept = second.logging.getLogger("early");
  second.logging.configure(settings("the root alone at INFO"), { disableExisting: false });
  kept.error("kept");
  assertEquals(second.err, ["ERROR [early] kept\n"]);
});

Deno.test("Logging.configure() writes to standard output where the handler says so", () => {
  const { logging, out, err } = recorder();
  logging.configure(settings("a handler to stdout"));
  logging.getLogger("alembic").info("x");
  assertEquals([out, err], [["INFO  [alembic] x\n"], []]);
});

Deno.test("Logging formats times as strftime does", () => {
  const { logging, err } = recorder();
  logging.configure(settings("the time"));
  logging.getLogger("alembic").info("x");
  logging.configure(settings("the time without a format"));
  logging.getLogger("alembic").info("x");
  assertEquals(err, [
    "2026-11-05T07:08:09 Thu Nov 309 26 07AM  5 11/05/26 % INFO  [alembic] x\n",
    "2026-11-05 07:08:09,045 INFO  [alembic] x\n",
  ]);
});

Deno.test("Logger.setLevel() decides for the loggers below it", () => {
  const { logging, err } = recorder();
  logging.configure(TEMPLATE_LOGGING);
  const deep = logging.getLogger("alembic.runtime.migration");
  deep.debug("hidden");
  logging.getLogger("alembic").setLevel(10);
  deep.debug("shown");
  assertEquals(deep.isEnabledFor(10), true);
  assertEquals(err, ["DEBUG [alembic.runtime.migration] shown\n"]);
});

Deno.test("Logging.basicConfig() adds a handler only where the root has none", () => {
  const { logging, out, err } = recorder();
  const handler = { target: "stdout", level: 0, formatter: null } as const;
  logging.basicConfig(handler, { level: 20 });
  logging.basicConfig({ ...handler, target: "stderr" }, { level: 10 });
  logging.getLogger("x").debug("hidden");
  logging.getLogger("x").info("shown");
  assertEquals([out, err], [["shown\n"], []]);
  logging.basicConfig({ ...handler, target: "stderr" }, { force: true });
  logging.getLogger("x").info("again");
  assertEquals(err, ["again\n"]);
});

Deno.test("readLoggingSettings() warns of handlers that it cannot have", () => {
  const text = LOGGING_INIS["the ini that Alembic writes"] ?? "";
  const read = (kind: string) =>
    readLoggingSettings(Ini.parse(text.replace("= StreamHandler", `= ${kind}`), "alembic.ini"));
  const file = read("handlers.RotatingFileHandler");
  assertEquals(file.warnings, [{
    message: "handler 'console' of class handlers.RotatingFileHandler is not supported; " +
      "what is logged to it is lost",
    place: { path: "alembic.ini", line: 26 },
  }]);
  assertEquals(file.loggers[0]?.handlers[0]?.target, null);
  const rich = read("rich.logging.RichHandler");
  assertEquals(rich.warnings.length, 1);
  assertEquals(rich.loggers[0]?.handlers[0]?.target, "stderr");
});

Deno.test("readLoggingSettings() says where a configuration is wrong", () => {
  const cases: [name: string, message: string, line?: number][] = [
    ["no sections", "the logging configuration has no section [formatters]"],
    ["no root", "the keys of [loggers] do not include root", 2],
    ["a missing logger section", "the logging configuration has no section [logger_alembic]"],
    ["a missing handler", "no handler 'nope' in [handlers]", 12],
    ["a missing formatter", "no formatter 'nope' in [formatters]", 29],
    ["a logger without handlers", "[logger_alembic] has no option 'handlers'"],
    ["a logger without a name", "[logger_alembic] has no option 'qualname'"],
    ["a level in lower case", "Unknown level: 'info'", 21],
    ["an unknown style", "Style must be one of: %,{,$, found: x", 33],
  ];
  for (const [name, message, line] of cases) {
    const error = assertThrows(() => settings(name), FileError);
    assertEquals(error.message, message);
    assertEquals(error.place?.line, line, name);
  }
});
