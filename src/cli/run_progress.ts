import { formatDuration } from "../config/duration.ts";
import { printableLine } from "../config/printable.ts";
import {
  type Activity,
  describeStep,
  type MigrationEvent,
  type PlannedStep,
} from "../migration/mod.ts";
import type { StatusLine } from "./status_line.ts";

/** What is known of a run at a moment; times in milliseconds of one clock. */
export interface RunState {
  readonly total: number;
  readonly done: number;
  readonly step: PlannedStep | null;
  /** When the step was begun. */
  readonly since: number;
  /** What the server last said of the session, and when. */
  readonly activity: Activity | null;
  readonly seenAt: number;
}

/** Before a run, and after it. */
export const noRun: RunState = {
  total: 0,
  done: 0,
  step: null,
  since: 0,
  activity: null,
  seenAt: 0,
};

/** The state after an event; the same one where the event does not matter. */
export function follow(state: RunState, event: MigrationEvent, now: number): RunState {
  switch (event.kind) {
    case "planned":
      return { ...noRun, total: event.steps.length, since: now };
    case "step-started":
      return { ...state, step: event.step, since: now, activity: null };
    case "step-finished":
      return { ...state, done: state.done + 1, step: null, since: now, activity: null };
    case "activity":
      return { ...state, activity: event.activity, seenAt: now };
    case "failed":
      return noRun;
    default:
      return state;
  }
}

/** The state as one line of at most so many characters; empty where nothing runs. */
export function statusText(state: RunState, now: number, columns: number): string {
  const { total, done, step, since } = state;
  if (total === 0 || done === total) return "";
  const parts = [
    `${done}/${total}`,
    step === null ? "preparing" : describeStep(step).replace(/^Running /, ""),
    seconds(now - since),
    ...doing(state, now).reverse(),
  ];
  return cut(printableLine(parts.join(" · ")), columns - 1);
}

/** What is said now and then where no line can be kept up to date: the step, and what it is at. */
export function stillRunning(state: RunState, now: number): string | null {
  const { total, done, step, since } = state;
  if (step === null) return null;
  const at = doing(state, now);
  return `Still ${describeStep(step).replace(/^R/, "r")}, for ${
    seconds(now - since)
  } (${done} of ${total} done)${at.length === 0 ? "" : `: ${at.join(", ")}`}`;
}

/** What the server says of the run: the statement, how far its index is, for whom it waits. */
function doing({ activity, seenAt }: RunState, now: number): string[] {
  if (activity === null || activity.query === null) return [];
  const { query, milliseconds, indexBuild, blockers: [blocker] } = activity;
  return [
    `${query} (for ${seconds(milliseconds + now - seenAt)})`,
    ...indexBuild === null ? [] : [
      indexBuild.percent === null
        ? indexBuild.phase
        : `${indexBuild.phase} ${indexBuild.percent} %`,
    ],
    ...blocker === undefined ? [] : [waitsFor(blocker)],
  ];
}

function waitsFor({ session, object }: Activity["blockers"][number]): string {
  const who = [session.application, session.user && `user ${session.user}`].filter(Boolean).join(
    ", ",
  );
  return `waits for pid ${session.pid}${who && ` (${who})`}${
    object === null ? "" : ` on ${object}`
  }`;
}

function seconds(milliseconds: number): string {
  return formatDuration(Math.floor(milliseconds / 1000) * 1000).replace(/^0 ms$/, "0 s");
}

function cut(text: string, columns: number): string {
  const characters = [...text];
  return characters.length <= columns ? text : `${characters.slice(0, columns - 1).join("")}…`;
}

/** How a run is shown while it lasts. */
export interface RunProgress {
  hear(event: MigrationEvent): void;
  end(): void;
}

/** How long a run lasts before a terminal shows how far it is. */
const QUIET = 1000;
/** How often a terminal's line is written. */
const TICK = 250;
/** How often a line is written where there is no terminal. */
const STEADY = 30_000;

/** Keeps the last line of the terminal up to date, or tells every `steady` milliseconds where there is none. */
export function showProgress(
  line: StatusLine | null,
  tell: (text: string) => void,
  steady: number = STEADY,
): RunProgress {
  let state = noRun;
  const begun = performance.now();
  const show = () => {
    const now = performance.now();
    if (line === null) {
      const text = stillRunning(state, now);
      if (text !== null) tell(text);
    } else if (now - begun >= QUIET) {
      line.show(statusText(state, now, line.terminal.columns() ?? 80));
    }
  };
  const timer = setInterval(show, line === null ? steady : TICK);
  return {
    hear: (event) => void (state = follow(state, event, performance.now())),
    end: () => {
      clearInterval(timer);
      line?.show("");
    },
  };
}
