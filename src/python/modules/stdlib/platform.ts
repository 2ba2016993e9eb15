import type { NativeModuleFactory } from "../../runtime/context.ts";
import { nativeFunction, nativeModule } from "../../runtime/mod.ts";

/** Module `platform`: the system that `sys.platform` names. */
export const create: NativeModuleFactory = () =>
  nativeModule("platform", { system: nativeFunction("system", "", () => "Linux") });
