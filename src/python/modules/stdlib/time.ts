import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  asString,
  float,
  nativeFunction,
  nativeModule,
  PyTuple,
  type Value,
} from "../../runtime/mod.ts";
import { normaliseInt } from "../../runtime/int.ts";
import { realArgument } from "../../builtins/arguments.ts";
import { fromOrdinal, toOrdinal, weekdayOf } from "./datetime/calendar.ts";
import { strftime } from "./datetime/strftime.ts";
import { namedTuple } from "./named_tuple.ts";

const FIELDS = [
  "tm_year",
  "tm_mon",
  "tm_mday",
  "tm_hour",
  "tm_min",
  "tm_sec",
  "tm_wday",
  "tm_yday",
  "tm_isdst",
];

/** Module `time`. `sleep` returns at once: nothing runs beside the evaluated code. */
export const create: NativeModuleFactory = (context) => {
  const structTime = namedTuple("struct_time", FIELDS, "time");
  const seconds = () => context.now() / 1000;
  const broken = (milliseconds: number) => {
    const days = Math.floor(milliseconds / 86_400_000);
    const rest = Math.floor((milliseconds - days * 86_400_000) / 1000);
    const [year, month, day] = fromOrdinal(days + 719163);
    return [
      year,
      month,
      day,
      Math.floor(rest / 3600),
      Math.floor(rest / 60) % 60,
      rest % 60,
      weekdayOf(days + 719163),
      days + 719163 - toOrdinal(year, 1, 1) + 1,
      0,
    ];
  };
  const moment = (value: Value) => value === null ? context.now() : realArgument(value) * 1000;
  const local = (milliseconds: number) => milliseconds + context.utcOffset(milliseconds) * 60_000;
  return nativeModule("time", {
    time: nativeFunction("time", "", () => float(seconds())),
    time_ns: nativeFunction(
      "time_ns",
      "",
      () => normaliseInt(BigInt(Math.round(context.now() * 1e6))),
    ),
    monotonic: nativeFunction("monotonic", "", () => float(seconds())),
    perf_counter: nativeFunction("perf_counter", "", () => float(seconds())),
    process_time: nativeFunction("process_time", "", () => float(seconds())),
    sleep: nativeFunction("sleep", "seconds, /", (value: Value) => void realArgument(value)),
    gmtime: nativeFunction(
      "gmtime",
      "seconds=None, /",
      (value: Value) => new PyTuple(broken(moment(value)), structTime),
    ),
    localtime: nativeFunction(
      "localtime",
      "seconds=None, /",
      (value: Value) => new PyTuple(broken(local(moment(value))), structTime),
    ),
    strftime: nativeFunction("strftime", "format, t=None, /", (format: Value, value: Value) => {
      const parts = value instanceof PyTuple
        ? value.items.map(Number)
        : broken(local(context.now()));
      const [year, month, day, hour, minute, second] = parts;
      return strftime({ year, month, day, hour, minute, second }, asString(format) ?? "");
    }),
    struct_time: structTime,
    timezone: 0,
  });
};
