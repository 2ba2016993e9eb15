const GENERIC = `[loggers]
keys = root,sqlalchemy,alembic

[handlers]
keys = console

[formatters]
keys = generic

[logger_root]
level = WARNING
handlers = console
qualname =

[logger_sqlalchemy]
level = WARNING
handlers =
qualname = sqlalchemy.engine

[logger_alembic]
level = INFO
handlers =
qualname = alembic

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic

[formatter_generic]
format = %(levelname)-5.5s [%(name)s] %(message)s
datefmt = %H:%M:%S
`;

/** Ini texts with logging sections; the comparison with Python shares them. */
export const LOGGING_INIS: Readonly<Record<string, string>> = {
  "the ini that Alembic writes": GENERIC,
  "a handler to stdout": GENERIC.replace("sys.stderr", "sys.stdout"),
  "a stream among the keyword arguments": GENERIC.replace(
    "args = (sys.stderr,)",
    "kwargs = {'stream': sys.stdout}",
  ),
  "a handler without arguments": GENERIC.replace("args = (sys.stderr,)\n", ""),
  "a qualified handler class": GENERIC.replace("= StreamHandler", "= logging.StreamHandler"),
  "a null handler": GENERIC.replace("= StreamHandler\nargs = (sys.stderr,)", "= NullHandler"),
  "a handler with a level": GENERIC.replace("level = NOTSET", "level = ERROR"),
  "a handler without a formatter": GENERIC.replace("formatter = generic\n", ""),
  "no logger for alembic": GENERIC.replace("root,sqlalchemy,alembic", "root,sqlalchemy"),
  "the root alone at INFO": GENERIC.replace("root,sqlalchemy,alembic", "root")
    .replace("level = WARNING\nhandlers = console", "level = INFO\nhandlers = console"),
  "a deeper logger": GENERIC.replace("qualname = alembic", "qualname = alembic.runtime"),
  "a logger by full name": GENERIC.replace(
    "level = INFO\nhandlers =\nqualname = alembic",
    "level = DEBUG\nhandlers =\nqualname = alembic.runtime.migration",
  ),
  "no propagation": GENERIC.replace("qualname = alembic", "qualname = alembic\npropagate = 0"),
  "a handler twice": GENERIC.replace(
    "level = INFO\nhandlers =",
    "level = INFO\nhandlers = console",
  ),
  "a handler twice without propagation": GENERIC.replace(
    "level = INFO\nhandlers =",
    "level = INFO\npropagate = 0\nhandlers = console",
  ),
  "spaces in the lists": GENERIC.replace("root,sqlalchemy,alembic", "root , alembic,  sqlalchemy"),
  "no level for alembic": GENERIC.replace("level = INFO\n", ""),
  "a level by another name": GENERIC.replace("level = INFO", "level = WARN"),
  "the time": GENERIC.replace("format = ", "format = %(asctime)s ")
    .replace("datefmt = %H:%M:%S", "datefmt = %Y-%m-%dT%H:%M:%S %a %b %j %y %I%p %e %D %%"),
  "the time without a format": GENERIC.replace("format = ", "format = %(asctime)s ")
    .replace("datefmt = %H:%M:%S\n", ""),
  "other parts of a record": GENERIC.replace(
    "format = %(levelname)-5.5s [%(name)s]",
    "format = %(levelno)03d|%(levelname)10s|%(msecs)03d|%(created).3f|%(threadName)s|%(name).7s|",
  ),
  "braces": GENERIC.replace(
    "format = %(levelname)-5.5s [%(name)s] %(message)s",
    "style = {\nformat = {{{levelname:>9}}} {name:<30}|{message:.5}",
  ),
  "dollars": GENERIC.replace(
    "format = %(levelname)-5.5s [%(name)s] %(message)s",
    "style = $\nformat = $$${levelname} $name $message $nothing",
  ).replace(" $nothing", ""),
  "no format": GENERIC.replace("format = %(levelname)-5.5s [%(name)s] %(message)s\n", ""),
  "no sections": "[alembic]\nx = 1\n",
  "no root": GENERIC.replace("root,sqlalchemy,alembic", "alembic"),
  "a missing logger section": GENERIC.replace("[logger_alembic]", "[logger_other]"),
  "a missing handler": GENERIC.replace("handlers = console", "handlers = nope"),
  "a missing formatter": GENERIC.replace("formatter = generic", "formatter = nope"),
  "a logger without handlers": GENERIC.replace("level = INFO\nhandlers =\n", "level = INFO\n"),
  "a logger without a name": GENERIC.replace("qualname = alembic", ""),
  "a level in lower case": GENERIC.replace("level = INFO", "level = info"),
  "an unknown style": GENERIC.replace("datefmt", "style = x\ndatefmt"),
};

/** What is logged under each of them: logger, level, text. */
export const LOGGED: readonly (readonly [name: string, level: number, message: string])[] = [
  ["alembic.runtime.migration", 10, "update a to b"],
  ["alembic.runtime.migration", 20, "Context impl PostgresqlImpl."],
  ["alembic.runtime.migration", 20, "Running upgrade  -> a1, first 100%"],
  ["alembic.util.messaging", 40, "Can't locate revision"],
  ["alembic", 20, "directly"],
  ["alembic.env", 20, "Migrating database x"],
  ["sqlalchemy.engine.Engine", 20, "select 1"],
  ["sqlalchemy.engine.Engine", 30, "slow"],
  ["myapp.models", 20, "info"],
  ["myapp.models", 30, "warning"],
  ["", 50, "critical"],
  ["alembic.runtime.migration", 35, "between"],
];
