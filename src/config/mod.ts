export { type Config, loadConfig, readConfig, revisionEnvironment } from "./config.ts";
export {
  type ConfigFileNames,
  configFileNames,
  type ConfigFiles,
  type ConfigRequest,
  loadConfigFiles,
} from "./config_files.ts";
export { ConfigOptions, type ReadonlyConfigOptions } from "./config_options.ts";
export { Ini } from "./ini.ts";
export { IniError, type IniErrorCode } from "./ini_error.ts";
export { percentFormat, PercentFormatError } from "./percent_format.ts";
export type { PostWriteHook } from "./post_write_hooks.ts";
export { readTomlOptions } from "./toml_options.ts";
