import type { NativeModuleFactory } from "../../../runtime/context.ts";
import { nativeModule } from "../../../runtime/mod.ts";
import { dateClass } from "./date.ts";
import { datetimeClass } from "./datetime.ts";
import { timeClass } from "./time.ts";
import { timedeltaClass } from "./timedelta.ts";
import { timezoneClass, tzinfoClass, utc } from "./timezone.ts";

export { dateClass, PyDate } from "./date.ts";
export { datetimeClass, fromEpoch, naiveUtc, PyDatetime } from "./datetime.ts";
export { type Clock, PyTime, timeClass } from "./time.ts";
export { PyTimedelta, timedeltaClass } from "./timedelta.ts";
export { PyTimezone, timezoneClass, tzinfoClass, utc } from "./timezone.ts";

/** Module `datetime`. */
export const create: NativeModuleFactory = () =>
  nativeModule("datetime", {
    date: dateClass,
    datetime: datetimeClass,
    time: timeClass,
    timedelta: timedeltaClass,
    timezone: timezoneClass,
    tzinfo: tzinfoClass,
    UTC: utc,
    MINYEAR: 1,
    MAXYEAR: 9999,
  });
