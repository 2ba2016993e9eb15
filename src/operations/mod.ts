export * from "./operation.ts";
export * from "./inverse.ts";
