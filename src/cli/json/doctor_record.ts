import type { DoctorSection, FindingStatus } from "../../doctor/finding.ts";
import { placeRecord } from "./error_record.ts";
import type { PlaceRecord } from "./records.ts";

/** What `doctor` found. */
export interface DoctorRecord {
  /** The line that `--version` prints. */
  readonly program: string;
  readonly problems: number;
  readonly warnings: number;
  readonly sections: readonly {
    readonly title: string;
    readonly findings: readonly {
      readonly status: FindingStatus;
      readonly message: string;
      readonly hint: string | null;
      readonly place: PlaceRecord | null;
    }[];
  }[];
}

/** What was found, as data. */
export function doctorRecord(program: string, sections: readonly DoctorSection[]): DoctorRecord {
  const all = sections.flatMap(({ findings }) => findings);
  const count = (wanted: FindingStatus) => all.filter(({ status }) => status === wanted).length;
  return {
    program,
    problems: count("problem"),
    warnings: count("warning"),
    sections: sections.map(({ title, findings }) => ({
      title,
      findings: findings.map(({ status, message, hint, place }) => ({
        status,
        message,
        hint,
        place: place && placeRecord(place),
      })),
    })),
  };
}
