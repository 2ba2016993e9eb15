export * from "./compare_metadata.ts";
export * from "./compare_options.ts";
export * from "./upgrade_operations.ts";
export * from "./improvement_settings.ts";
