import type { NativeModuleFactory } from "../../runtime/context.ts";
import {
  exceptionClasses,
  nativeClass,
  nativeFunction,
  nativeModule,
  PyList,
  PyTuple,
  raise,
  tuple,
  type Value,
} from "../../runtime/mod.ts";
import { MONTHS, WEEKDAYS } from "../../../logging/strftime.ts";
import { intArgument } from "../../builtins/arguments.ts";
import { daysInMonth, isLeap } from "./datetime/calendar.ts";
import { refused } from "./refused.ts";

/** Days since 1970-01-01 of a date of the Gregorian calendar. */
function epochDay(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / 86_400_000);
}

/** 0 for Monday. */
const weekday = (year: number, month: number, day: number) =>
  ((epochDay(year, month, day) + 3) % 7 + 7) % 7;

function daysIn(year: number, month: number): number {
  if (month < 1 || month > 12) {
    throw raise(illegalMonth, month);
  }
  return daysInMonth(year, month);
}

const illegalMonth = nativeClass({
  name: "IllegalMonthError",
  module: "calendar",
  bases: [exceptionClasses.get("ValueError")!],
  methods: {
    __str__: [
      "",
      (self: { readonly args: PyTuple }) =>
        `bad month number ${String(self.args.items[0])}; must be 1-12`,
    ],
  },
});

/** Leap years before a year. */
const leapsBefore = (year: number) => {
  const last = year - 1;
  return Math.floor(last / 4) - Math.floor(last / 100) + Math.floor(last / 400);
};

/** The days of a month in weeks from Monday; 0 stands for days of other months. */
function weeks(year: number, month: number): number[][] {
  const lead = weekday(year, month, 1);
  const cells = [
    ...Array<number>(lead).fill(0),
    ...Array.from({ length: daysIn(year, month) }, (_, index) => index + 1),
  ];
  while (cells.length % 7 !== 0) cells.push(0);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Module `calendar`: its calculations, not its text and HTML calendars. */
export const create: NativeModuleFactory = () => {
  const year = (value: Value) => intArgument(value);
  return nativeModule("calendar", {
    isleap: nativeFunction("isleap", "year", (value: Value) => isLeap(year(value))),
    leapdays: nativeFunction(
      "leapdays",
      "y1, y2",
      (from: Value, to: Value) => leapsBefore(year(to)) - leapsBefore(year(from)),
    ),
    weekday: nativeFunction(
      "weekday",
      "year, month, day",
      (y: Value, m: Value, d: Value) => weekday(year(y), intArgument(m), intArgument(d)),
    ),
    monthrange: nativeFunction("monthrange", "year, month", (y: Value, m: Value) => {
      const [inYear, month] = [year(y), intArgument(m)];
      const days = daysIn(inYear, month);
      return tuple([weekday(inYear, month, 1), days]);
    }),
    monthcalendar: nativeFunction(
      "monthcalendar",
      "year, month",
      (y: Value, m: Value) =>
        new PyList(weeks(year(y), intArgument(m)).map((week) => new PyList(week))),
    ),
    timegm: nativeFunction("timegm", "tuple", (parts: PyTuple) => {
      const [y, m, d, hour, minute, second] = parts.items.slice(0, 6).map(intArgument);
      return ((epochDay(y!, m!, d!) * 24 + hour!) * 60 + minute!) * 60 + second!;
    }),
    day_name: new PyList([...WEEKDAYS]),
    day_abbr: new PyList(WEEKDAYS.map((name) => name.slice(0, 3))),
    month_name: new PyList(["", ...MONTHS]),
    month_abbr: new PyList(["", ...MONTHS.map((name) => name.slice(0, 3))]),
    IllegalMonthError: illegalMonth,
    ...Object.fromEntries(WEEKDAYS.map((name, index) => [name.toUpperCase(), index])),
    January: 1,
    February: 2,
    ...refused(
      "calendar",
      [
        "Calendar",
        "HTMLCalendar",
        "TextCalendar",
        "calendar",
        "month",
        "prmonth",
        "setfirstweekday",
      ],
      undefined,
      "of this module there are the calculations only, not its text and HTML calendars",
    ),
  });
};
