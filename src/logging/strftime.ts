/** The months, January first, as Python and C name them. */
export const MONTHS: readonly string[] = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** The days of the week, Monday first. */
export const WEEKDAYS: readonly string[] = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];

function pad(value: number, width = 2, fill = "0"): string {
  return String(value).padStart(width, fill);
}

/** JavaScript's weeks begin with Sunday. */
function weekday(date: Date): string {
  return WEEKDAYS[(date.getDay() + 6) % 7] ?? "";
}

function dayOfYear(date: Date): number {
  const start = Date.UTC(date.getFullYear(), 0, 1);
  return (Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) - start) / 86_400_000 + 1;
}

// Weeks of the year that begin on the given day of the week; the days before the first are week 0.
function weekOfYear(date: Date, firstDay: number): number {
  return Math.floor((dayOfYear(date) + 6 - ((date.getDay() - firstDay + 7) % 7)) / 7);
}

function zoneOffset(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}${pad(size % 60)}`;
}

function zoneName(date: Date): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" }).formatToParts(date);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}

function field(letter: string, date: Date): string | null {
  const hour = date.getHours();
  switch (letter) {
    case "a":
      return weekday(date).slice(0, 3);
    case "A":
      return weekday(date);
    case "b":
    case "h":
      return (MONTHS[date.getMonth()] ?? "").slice(0, 3);
    case "B":
      return MONTHS[date.getMonth()] ?? "";
    case "c":
      return formatTime("%a %b %e %H:%M:%S %Y", date);
    case "d":
      return pad(date.getDate());
    case "D":
    case "x":
      return formatTime("%m/%d/%y", date);
    case "e":
      return pad(date.getDate(), 2, " ");
    case "F":
      return formatTime("%Y-%m-%d", date);
    case "H":
      return pad(hour);
    case "I":
      return pad(hour % 12 || 12);
    case "j":
      return pad(dayOfYear(date), 3);
    case "m":
      return pad(date.getMonth() + 1);
    case "M":
      return pad(date.getMinutes());
    case "n":
      return "\n";
    case "p":
      return hour < 12 ? "AM" : "PM";
    case "R":
      return formatTime("%H:%M", date);
    case "s":
      return String(Math.floor(date.getTime() / 1000));
    case "S":
      return pad(date.getSeconds());
    case "t":
      return "\t";
    case "T":
    case "X":
      return formatTime("%H:%M:%S", date);
    case "u":
      return String(date.getDay() || 7);
    case "U":
      return pad(weekOfYear(date, 0));
    case "w":
      return String(date.getDay());
    case "W":
      return pad(weekOfYear(date, 1));
    case "y":
      return pad(date.getFullYear() % 100);
    case "Y":
      return String(date.getFullYear());
    case "z":
      return zoneOffset(date);
    case "Z":
      return zoneName(date);
    case "%":
      return "%";
    default:
      return null;
  }
}

/** `time.strftime(format)` in local time and the C locale; what it does not know stays as it is. */
export function formatTime(format: string, date: Date): string {
  return format.replace(/%([A-Za-z%])/g, (whole, letter: string) => field(letter, date) ?? whole);
}
