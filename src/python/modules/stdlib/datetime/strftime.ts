import type { Value } from "../../../runtime/mod.ts";
import { dayOfYear, four, isoCalendar, six, toOrdinal, two, weekdayOf } from "./calendar.ts";
import { MONTHS, WEEKDAYS } from "../../../../logging/strftime.ts";

/** The fields that `strftime` reads; a date has no clock, a time the day 1900-01-01. */
export interface Moment {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly microsecond?: number;
}

/** What `%z` and `%Z` stand for, as texts. */
export interface ZoneTexts {
  readonly offset: string;
  readonly name: string;
}

/** `strftime` in the C locale (Library Reference, "strftime() and strptime() Format Codes"). */
export function strftime(
  moment: Moment | Value,
  format: string,
  zone: ZoneTexts = { offset: "", name: "" },
): string {
  const {
    year = 1900,
    month = 1,
    day = 1,
    hour = 0,
    minute = 0,
    second = 0,
    microsecond = 0,
  } = moment as Moment;
  const ordinal = toOrdinal(year, month, day);
  const weekday = weekdayOf(ordinal);
  const ofYear = dayOfYear(year, month, day);
  const [isoYear, isoWeek] = isoCalendar(year, month, day);
  const code = (letter: string): string | null => {
    switch (letter) {
      case "a":
        return WEEKDAYS[weekday]!.slice(0, 3);
      case "A":
        return WEEKDAYS[weekday]!;
      case "b":
      case "h":
        return MONTHS[month - 1]!.slice(0, 3);
      case "B":
        return MONTHS[month - 1]!;
      case "c":
        return `${code("a")} ${code("b")} ${code("e")} ${code("T")} ${year}`;
      case "C":
        return two(Math.floor(year / 100));
      case "d":
        return two(day);
      case "D":
      case "x":
        return `${two(month)}/${two(day)}/${code("y")}`;
      case "e":
        return String(day).padStart(2);
      case "f":
        return six(microsecond);
      case "F":
        return `${year}-${two(month)}-${two(day)}`;
      case "g":
        return two(isoYear % 100);
      case "G":
        return four(isoYear);
      case "H":
        return two(hour);
      case "I":
        return two(hour % 12 || 12);
      case "j":
        return String(ofYear + 1).padStart(3, "0");
      case "m":
        return two(month);
      case "M":
        return two(minute);
      case "n":
        return "\n";
      case "p":
        return hour < 12 ? "AM" : "PM";
      case "r":
        return `${code("I")}:${two(minute)}:${two(second)} ${code("p")}`;
      case "R":
        return `${two(hour)}:${two(minute)}`;
      case "S":
        return two(second);
      case "t":
        return "\t";
      case "T":
      case "X":
        return `${two(hour)}:${two(minute)}:${two(second)}`;
      case "u":
        return String(weekday + 1);
      case "U":
        return two(Math.floor((ofYear + 7 - ((weekday + 1) % 7)) / 7));
      case "V":
        return two(isoWeek);
      case "w":
        return String((weekday + 1) % 7);
      case "W":
        return two(Math.floor((ofYear + 7 - weekday) / 7));
      case "y":
        return two(year % 100);
      case "Y":
        // glibc does not pad years, and Python leaves that as it is.
        return String(year);
      case "z":
        return zone.offset;
      case "Z":
        return zone.name;
      case "%":
        return "%";
      default:
        return null;
    }
  };
  return format.replace(/%(.)/gs, (whole, letter: string) => code(letter) ?? whole);
}
