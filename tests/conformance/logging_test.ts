import { assertEquals } from "@std/assert";
import { Ini } from "../../src/config/mod.ts";
import { FileError } from "../../src/errors/mod.ts";
import { Logging, readLoggingSettings } from "../../src/logging/mod.ts";
import { LOGGED, LOGGING_INIS } from "../logging/logging_cases.ts";
import { yardstick } from "../support/yardstick.ts";

// Each ini in a process of its own, since Python's logging is one for the whole process.
const ORACLE = `
import io, json, logging, logging.config, os, sys, tempfile, time
import alembic.command
inis, logged = json.load(sys.stdin)
answers = {}
for name, text in inis.items():
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.close(reader)
        sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
        time.time = lambda: 1774500000.125
        try:
            with tempfile.NamedTemporaryFile("w", suffix=".ini") as file:
                file.write(text)
                file.flush()
                logging.config.fileConfig(file.name)
            for logger, level, message in logged:
                logging.getLogger(logger).log(level, message)
            answer = {"out": sys.stdout.getvalue(), "err": sys.stderr.getvalue()}
        except Exception as error:
            answer = {"error": True}
        os.write(writer, json.dumps(answer).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answers[name] = json.load(pipe)
    os.wait()
json.dump(answers, sys.stdout)
`;

function answer(text: string): unknown {
  let out = "";
  let err = "";
  const output = {
    writeOut: (line: string) => void (out += line),
    writeErr: (line: string) => void (err += line),
  };
  const logging = new Logging(output, () => new Date(1774500000125));
  try {
    logging.configure(readLoggingSettings(Ini.parse(text, "test.ini")));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { error: true };
  }
  for (const [name, level, message] of LOGGED) logging.getLogger(name).log(level, message);
  return { out, err };
}

Deno.test("the logging sections of an ini mean what they mean to Python", async () => {
  const python = (await yardstick())?.python;
  if (python === undefined) return;
  const child = new Deno.Command(python, {
    args: ["-c", ORACLE],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify([LOGGING_INIS, LOGGED])));
  await writer.close();
  const { code, stdout } = await child.output();
  assertEquals(code, 0);
  const answers = JSON.parse(new TextDecoder().decode(stdout));
  for (const [name, text] of Object.entries(LOGGING_INIS)) {
    assertEquals(answer(text), answers[name], name);
  }
});
