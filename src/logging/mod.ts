export { readLoggingSettings } from "./ini_settings.ts";
export { levelName, LEVELS, parseLevel } from "./level.ts";
export { type Logger, Logging, type LogOutput } from "./logging.ts";
export type { FormatterSettings, LogRecord } from "./formatter.ts";
export {
  type HandlerSettings,
  type HandlerTarget,
  type LoggerSettings,
  type LoggingSettings,
  TEMPLATE_LOGGING,
} from "./settings.ts";
