/**
 * A sandboxed evaluator for the Python that migrations are written in.
 *
 * @module
 */
export { Interpreter, type InterpreterOptions, type PrepareOptions } from "./interpreter.ts";
export type { PreparedModule } from "./module_body.ts";
export { Execution, type ExecutionOptions, type Progress } from "./execution.ts";
export {
  combineLoaders,
  type LoadedModule,
  type ModuleLoader,
  nativeLoader,
} from "./module_loader.ts";
export { awaitable } from "./evaluator/coroutine.ts";
export * from "./runtime/mod.ts";
