import { CommandError } from "../errors/mod.ts";
import type { TemplateDate } from "./template_values.ts";

/** The present moment in microseconds since 1970, as near as the runtime knows it. */
export function epochMicroseconds(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}

/**
 * A moment as Python's `datetime.now()` gives it in local time, or with a zone
 * `datetime.now(timezone.utc).astimezone(ZoneInfo(zone))`. A zone is taken as written, then in
 * capitals; a `CommandError` if it is neither way a name of the time zone database.
 */
export function createDate(microseconds: number, zone: string | null): TemplateDate {
  const milliseconds = Math.floor(microseconds / 1000);
  const microsecond = microseconds - Math.floor(microseconds / 1_000_000) * 1_000_000;
  if (zone === null) {
    const date = new Date(milliseconds);
    return finish(
      {
        year: date.getFullYear(),
        month: date.getMonth() + 1,
        day: date.getDate(),
        hour: date.getHours(),
        minute: date.getMinutes(),
        second: date.getSeconds(),
      },
      microsecond,
      null,
    );
  }
  const parts = zonedParts(milliseconds, resolveZone(zone));
  const { year, month, day, hour, minute, second } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return finish(parts, microsecond, local / 1000 - Math.floor(milliseconds / 1000));
}

/** Seconds since 1970: the token `epoch` of file names. */
export function epochSeconds(microseconds: number): number {
  return Math.floor(microseconds / 1_000_000);
}

type DateParts = Pick<TemplateDate, "year" | "month" | "day" | "hour" | "minute" | "second">;

function finish(parts: DateParts, microsecond: number, offset: number | null): TemplateDate {
  const two = (value: number) => String(value).padStart(2, "0");
  const { year, month, day, hour, minute, second } = parts;
  const text = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)} ` +
    `${two(hour)}:${two(minute)}:${two(second)}` +
    (microsecond === 0 ? "" : `.${String(microsecond).padStart(6, "0")}`) +
    (offset === null ? "" : offsetText(offset));
  return { kind: "datetime", text, ...parts, microsecond, offset };
}

function offsetText(offset: number): string {
  const size = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, "0");
  const seconds = size % 60;
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(size / 3600))}:` +
    two(Math.floor(size / 60) % 60) + (seconds === 0 ? "" : `:${two(seconds)}`);
}

/**
 * Zone names are file names to Python and so keep their case, while `Intl` takes any: a name in
 * which a part begins with a small letter, or that is long and has no small letter, is none.
 */
function isZone(name: string): boolean {
  const parts = name.split("/");
  if (parts.some((part) => !/^[A-Z0-9]/.test(part))) return false;
  if (parts.length > 1 && parts.some((part) => /^[A-Z_-]{4,}$/.test(part))) return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function resolveZone(name: string): string {
  if (isZone(name)) return name;
  const upper = name.toUpperCase();
  if (isZone(upper)) return upper;
  throw new CommandError("unknown_timezone", `Can't locate timezone: ${name}`, {
    hint: "Give a name of the time zone database, such as UTC or Europe/Paris",
  });
}

function zonedParts(milliseconds: number, timeZone: string): DateParts {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const found = new Map(
    format.formatToParts(milliseconds).map(({ type, value }) => [type as string, Number(value)]),
  );
  return {
    year: found.get("year")!,
    month: found.get("month")!,
    day: found.get("day")!,
    hour: found.get("hour")!,
    minute: found.get("minute")!,
    second: found.get("second")!,
  };
}
