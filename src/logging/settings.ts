import type { Place } from "../errors/mod.ts";
import type { FormatterSettings } from "./formatter.ts";

/** Where a handler writes; `null` throws its records away. */
export type HandlerTarget = "stdout" | "stderr" | null;

/** A `[handler_…]` section. */
export interface HandlerSettings {
  readonly target: HandlerTarget;
  readonly level: number;
  /** `null` writes the message alone. */
  readonly formatter: FormatterSettings | null;
}

/** A `[logger_…]` section. */
export interface LoggerSettings {
  /** The logger's dotted name; empty for the root. */
  readonly name: string;
  /** `null` leaves the level as it is. */
  readonly level: number | null;
  readonly handlers: readonly HandlerSettings[];
  readonly propagate: boolean;
}

/** A whole logging configuration, as `logging.config.fileConfig` reads it. */
export interface LoggingSettings {
  /** The root and the named loggers. */
  readonly loggers: readonly LoggerSettings[];
  /** What the configuration asks for and does not get, with its place. */
  readonly warnings: readonly { readonly message: string; readonly place?: Place }[];
}

const TEMPLATE_FORMATTER: FormatterSettings = {
  format: "%(levelname)-5.5s [%(name)s] %(message)s",
  dateFormat: "%H:%M:%S",
  style: "%",
};

/** What the alembic.ini that `init` writes configures, for projects that configure nothing. */
export const TEMPLATE_LOGGING: LoggingSettings = {
  loggers: [
    {
      name: "",
      level: 30,
      handlers: [{ target: "stderr", level: 0, formatter: TEMPLATE_FORMATTER }],
      propagate: true,
    },
    { name: "sqlalchemy.engine", level: 30, handlers: [], propagate: true },
    { name: "alembic", level: 20, handlers: [], propagate: true },
  ],
  warnings: [],
};
