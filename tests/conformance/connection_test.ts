import { assertEquals, assertThrows } from "@std/assert";
import { maskPassword, resolveConnection } from "../../src/config/connection/mod.ts";
import { ConnectionError } from "../../src/errors/mod.ts";
import { denoPlatform } from "../../src/platform/deno.ts";
import { yardstick } from "../support/yardstick.ts";

/** Asks SQLAlchemy what a URL means to psycopg2, and its libpq what that means with the environment. */
const ORACLE = `
import ctypes, glob, json, os, sys
import psycopg2
from psycopg2.extensions import make_dsn
from sqlalchemy.engine import make_url
from sqlalchemy.dialects.postgresql.psycopg2 import dialect
library = glob.glob(os.path.join(os.path.dirname(psycopg2.__file__), "..", "psycopg2_binary.libs", "libpq*"))[0]
libpq = ctypes.CDLL(library)
class Option(ctypes.Structure):
    _fields_ = [(n, ctypes.c_char_p) for n in ("keyword", "envvar", "compiled", "val", "label", "dispchar")] + [("dispsize", ctypes.c_int)]
libpq.PQconnectStart.restype = ctypes.c_void_p
libpq.PQconnectStart.argtypes = [ctypes.c_char_p]
libpq.PQconninfo.restype = ctypes.POINTER(Option)
libpq.PQconninfo.argtypes = [ctypes.c_void_p]
libpq.PQerrorMessage.restype = libpq.PQpass.restype = ctypes.c_char_p
libpq.PQerrorMessage.argtypes = libpq.PQpass.argtypes = libpq.PQfinish.argtypes = [ctypes.c_void_p]
answers = []
for case in json.load(sys.stdin):
    for name in [n for n in os.environ if n.startswith("PG")]:
        del os.environ[name]
    os.environ.update(case["env"])
    answer = {}
    try:
        url = make_url(case["url"])
        answer["shown"] = str(url)
        args, kwargs = dialect().create_connect_args(url)
        connection = libpq.PQconnectStart(make_dsn(*args, **kwargs).encode())
        message = libpq.PQerrorMessage(connection).decode().strip()
        options = {}
        pointer = libpq.PQconninfo(connection)
        index = 0
        while pointer and pointer[index].keyword:
            if pointer[index].val is not None:
                options[pointer[index].keyword.decode()] = pointer[index].val.decode()
            index += 1
        options["password"] = (libpq.PQpass(connection) or b"").decode()
        answer["options"] = options
        libpq.PQfinish(connection)
        if message and not message.startswith(("connection to server", "could not connect")):
            answer["message"] = message
    except Exception as error:
        answer["message"] = str(error).strip()
    answers.append(answer)
json.dump(answers, sys.stdout)
`;

interface Case {
  readonly url: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether SQLAlchemy or libpq refuse it; migrator must, with the same words or these. */
  readonly refused?: boolean | string;
  /** Whether SQLAlchemy refuses what libpq understands, and migrator understands it too. */
  readonly lenient?: boolean;
}

const PGPASS = `# a comment
127.0.0.1:1:d:u:plain
127.0.0.1:1:*:star:any:thing
127.0.0.1:2:d:u:port two
*:3:d:u:with\\:colon\\\\slash
127.0.0.1:1:od\\:d:u:escaped database
/sockets:1:d:u:socket
127.0.0.1:1:d:UPPER:case
*:*:*:last:fallback\\
`;

const SERVICES = `# services
[first]
host=127.0.0.1
port=1
dbname=service db
user=service_user

[second]
host = bad
[third]
host=127.0.0.1
port=1
host=10.0.0.1
  user=indented
  # comment
[nested]
service=first
[broken]
nonsense=1
`;

function cases(): readonly Case[] {
  const at = "127.0.0.1:1";
  return [
    { url: `postgresql://u:p@${at}/d` },
    { url: `postgresql+psycopg2://u:p%40s%2Fs@${at}/d` },
    { url: `postgresql://u%20v:p+q@${at}/d` },
    { url: `postgresql://u@${at}` },
    { url: `postgresql://u@${at}/` },
    { url: `postgresql://u@[::1]:1/d` },
    { url: `postgresql://u@${at}/d%20e` },
    { url: `postgresql://u@${at}/d?sslmode=require&application_name=my+app&connect_timeout=7` },
    { url: `postgresql://u@${at}/d?options=-c%20search_path%3Da,b` },
    { url: `postgresql://u:p@/d?host=/sockets&port=1` },
    { url: `postgresql://u@/d?host=127.0.0.1:1` },
    { url: `postgresql://u@/d?host=127.0.0.1:1&host=127.0.0.2:2` },
    { url: `postgresql://u@/d?host=127.0.0.1,127.0.0.2&port=1,2` },
    { url: `postgresql://u@/d?host=127.0.0.1,127.0.0.2&port=1`, lenient: true },
    { url: `postgresql://u@/d?host=127.0.0.1&host=127.0.0.2&port=1&port=2`, lenient: true },
    { url: `postgresql://u@127.0.0.1,127.0.0.2/d?port=1,2`, lenient: true },
    { url: `postgresql://x@h/x?user=u&dbname=d&host=127.0.0.1&port=1&password=q` },
    { url: `postgresql://u@${at}/d?target_session_attrs=read-write&channel_binding=disable` },
    { url: `postgresql://u@${at}/d?sslmode=bogus`, refused: true },
    { url: `postgresql://u@${at}/d?foo=bar`, refused: true },
    { url: `postgresql://u@${at}/d?target_session_attrs=bogus`, refused: true },
    { url: `postgresql://u@127.0.0.1:70000/d`, refused: true },
    {
      url: `postgresql://u@127.0.0.1:x/d`,
      refused: "the port in the database URL is not a number",
    },
    { url: `postgresql://u@${at}/d?sslrootcert=system&sslmode=require`, refused: true },
    { url: `postgresql://u@${at}/d?sslrootcert=system` },
    { url: "nonsense", refused: true },
    {
      url: "postgresql://",
      env: { PGHOST: "127.0.0.1", PGPORT: "1", PGUSER: "e", PGDATABASE: "f" },
    },
    { url: "postgresql://", env: { PGHOST: "127.0.0.1", PGPORT: "1", PGUSER: "e" } },
    { url: "postgresql:///d", env: { PGHOST: "127.0.0.1,127.0.0.2", PGPORT: "1,2", PGUSER: "e" } },
    { url: `postgresql://u@${at}/d`, env: { PGPASSWORD: "from env", PGUSER: "no", PGHOST: "no" } },
    { url: `postgresql://u:mine@${at}/d`, env: { PGPASSWORD: "from env" } },
    {
      url: `postgresql://u@${at}/d`,
      env: {
        PGSSLMODE: "disable",
        PGOPTIONS: "-c x.y=1",
        PGAPPNAME: "app",
        PGCONNECT_TIMEOUT: "3",
        PGTARGETSESSIONATTRS: "any",
      },
    },
    { url: `postgresql://u@${at}/d`, env: { PGSSLMODE: "bogus" }, refused: true },
    { url: `postgresql://u@${at}/d?sslmode=allow`, env: { PGSSLMODE: "disable" } },
    { url: `postgresql://u@${at}/d`, env: { PGREQUIRESSL: "1" } },
    { url: "postgresql://?service=first" },
    { url: "postgresql://", env: { PGSERVICE: "first" } },
    { url: "postgresql://me@/mine?service=first", env: { PGPORT: "9" } },
    { url: "postgresql://?service=third", env: { PGDATABASE: "d" } },
    { url: "postgresql://?service=second", refused: "syntax error in service file" },
    { url: "postgresql://?service=nested", refused: "nested service specifications not supported" },
    { url: "postgresql://?service=broken", refused: "syntax error in service file" },
    { url: "postgresql://?service=missing", refused: true },
    { url: `postgresql://u@127.0.0.1:2/d` },
    { url: `postgresql://u@127.0.0.1:3/d` },
    { url: `postgresql://star@${at}/whatever` },
    { url: `postgresql://u@${at}/od:d` },
    { url: `postgresql://u@/d?host=/sockets&port=1` },
    { url: `postgresql://UPPER@${at}/d` },
    { url: `postgresql://upper@${at}/d` },
    { url: `postgresql://last@${at}/zzz` },
    { url: `postgresql://u@${at}/d?passfile=HOME/other` },
    { url: `postgresql://u@${at}/d`, env: { PGPASSFILE: "HOME/other" } },
    { url: `postgresql://u@${at}/d`, env: { PGPASSFILE: "HOME/open" } },
    { url: `postgresql://u@${at}/d`, env: { PGPASSFILE: "HOME/none" } },
  ];
}

/** The same facts as the oracle gives, from what migrator resolved. */
function facts(url: string, env: Record<string, string>): Record<string, unknown> {
  const resolved = resolveConnection(url, {
    ...denoPlatform,
    env: (name) => env[name],
    homeDirectory: () => env["HOME"],
  });
  if (resolved.kind !== "postgresql") throw new Error("expected PostgreSQL");
  return {
    host: resolved.hosts.map((host) => host.host).join(","),
    port: resolved.hosts.map((host) => host.port).join(","),
    password: resolved.hosts[0]?.password ?? "",
    user: resolved.user,
    dbname: resolved.database,
    sslmode: resolved.ssl.mode,
    options: resolved.options ?? "",
    application_name: resolved.applicationName ?? "",
    connect_timeout: String(resolved.connectTimeout ?? ""),
    target_session_attrs: resolved.targetSession,
    channel_binding: resolved.channelBinding,
  };
}

Deno.test("a database URL means to migrator what it means to SQLAlchemy and libpq", async () => {
  const python = (await yardstick())?.python;
  if (python === undefined) return;
  const home = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${home}/.pgpass`, PGPASS, { mode: 0o600 });
    await Deno.writeTextFile(`${home}/other`, "*:*:*:*:other file\n", { mode: 0o600 });
    await Deno.writeTextFile(`${home}/open`, "*:*:*:*:open file\n", { mode: 0o644 });
    await Deno.writeTextFile(`${home}/.pg_service.conf`, SERVICES);
    const all = cases().map(({ url, env = {}, refused = false, lenient = false }) => ({
      url: url.replace("HOME", home),
      env: Object.fromEntries(Object.entries(env).map(([k, v]) => [k, v.replace("HOME", home)])),
      refused,
      lenient,
    }));
    const child = new Deno.Command(python, {
      args: ["-c", ORACLE],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      env: { HOME: home, PGSYSCONFDIR: "/nonexistent" },
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(JSON.stringify(all)));
    await writer.close();
    const { code, stdout, stderr } = await child.output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    const answers = JSON.parse(new TextDecoder().decode(stdout));
    for (const [index, { url, env, refused, lenient }] of all.entries()) {
      const answer = answers[index];
      const name = `${url} ${JSON.stringify(env)}`;
      const refusedThere = refused !== false || lenient;
      assertEquals(answer.message !== undefined, refusedThere, `${name}: ${answer.message}`);
      const environment = { ...env, HOME: home, PGSYSCONFDIR: "/nonexistent" };
      if (refused !== false) {
        const error = assertThrows(() => facts(url, environment), ConnectionError);
        const words = refused === true ? answer.message.replace("invalid dsn: ", "") : refused;
        assertEquals(error.message, words, name);
        continue;
      }
      if (lenient) {
        facts(url, environment);
        continue;
      }
      if (!url.includes("password=")) assertEquals(maskPassword(url), answer.shown, name);
      const mine = facts(url, environment);
      const theirs = Object.fromEntries(
        Object.keys(mine).map((key) => [key, answer.options[key] ?? ""]),
      );
      assertEquals(mine, theirs, name);
    }
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
