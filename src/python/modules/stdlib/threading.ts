import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  isTrue,
  nativeClass,
  nativeModule,
  type PyClass,
  type PyInstance,
  raise,
  UnsupportedConstructError,
  type Value,
} from "../../runtime/mod.ts";

/** A lock that the one thread takes; `again` lets it take the same one several times. */
function lockClass(name: string, again: boolean): PyClass {
  const held = (self: PyInstance) => self.native as number;
  const acquire = (self: PyInstance, blocking: Value, timeout: Value): boolean => {
    if (held(self) > 0 && !again) {
      if (!isTrue(blocking) || timeout !== -1n && timeout !== -1) return false;
      throw new UnsupportedConstructError(
        `threading.${name}.acquire()`,
        "this lock is held already, and nothing else runs that would release it",
      );
    }
    self.native = held(self) + 1;
    return true;
  };
  const release = (self: PyInstance): null => {
    if (held(self) === 0) {
      throw raise(
        "RuntimeError",
        again ? "cannot release un-acquired lock" : "release unlocked lock",
      );
    }
    self.native = held(self) - 1;
    return null;
  };
  return nativeClass({
    name,
    module: "threading",
    init: ["", (self: PyInstance) => void (self.native = 0)],
    methods: {
      acquire: ["blocking=True, timeout=-1", acquire],
      release: ["", release],
      __enter__: ["", (self: PyInstance) => acquire(self, true, -1)],
      __exit__: ["typ, value, traceback", release],
      ...again ? {} : { locked: ["", (self: PyInstance) => held(self) > 0] },
    },
  });
}

const localClass = nativeClass({ name: "local", module: "threading" });
const [Lock, RLock] = [lockClass("Lock", false), lockClass("RLock", true)];

/** Module `threading`, as far as a program of one thread needs it; threads are not started. */
export const create: NativeModuleFactory = () =>
  nativeModule("threading", { Lock, RLock, local: localClass });
