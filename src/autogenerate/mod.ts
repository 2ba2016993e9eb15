export * from "./compare_metadata.ts";
export * from "./compared_database.ts";
export * from "./compare_options.ts";
export * from "../operations/change.ts";
export * from "./improvement_settings.ts";
