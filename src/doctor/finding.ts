import { MigratorError, type Place } from "../errors/mod.ts";

/** `warning`: it may be meant, or may matter later. `problem`: something will not work. */
export type FindingStatus = "ok" | "warning" | "problem";

/** One thing that was looked at, and what came of it. */
export interface DoctorFinding {
  readonly status: FindingStatus;
  readonly message: string;
  readonly place: Place | null;
  /** What to do about it. */
  readonly hint: string | null;
}

/** What belongs together: the configuration, env.py, one database … */
export interface DoctorSection {
  readonly title: string;
  readonly findings: readonly DoctorFinding[];
}

/** Where it stands, and what to do about it. */
interface Details {
  readonly place?: Place;
  readonly hint?: string;
}

/** Collects the findings of a section. */
export class Findings {
  readonly list: DoctorFinding[] = [];

  ok(message: string, details: Details = {}): void {
    this.#add("ok", message, details);
  }

  warning(message: string, details: Details = {}): void {
    this.#add("warning", message, details);
  }

  problem(message: string, details: Details = {}): void {
    this.#add("problem", message, details);
  }

  /** What went wrong, as the command would have told it. What is no error of the program's own is thrown again. */
  error(error: unknown, status: FindingStatus = "problem", before = ""): void {
    if (!(error instanceof MigratorError)) throw error;
    const { place, hint } = error;
    this.#add(status, before + error.message, { place, hint });
  }

  /** Looks at something that may fail, and goes on with what comes after. */
  async attempt<T>(look: () => T | Promise<T>): Promise<T | null> {
    try {
      return await look();
    } catch (error) {
      this.error(error);
      return null;
    }
  }

  #add(status: FindingStatus, message: string, { place, hint }: Details): void {
    const finding = { status, message, place: place ?? null, hint: hint ?? null };
    const key = JSON.stringify(finding);
    if (!this.list.some((each) => JSON.stringify(each) === key)) this.list.push(finding);
  }
}

/** A number with its noun. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
