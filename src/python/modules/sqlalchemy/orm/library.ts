import type { NativeModuleFactory } from "../../../runtime/mod.ts";
export function ormFactory(_name: string): NativeModuleFactory | undefined {
  return undefined;
}
