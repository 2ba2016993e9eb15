import type { Verified } from "../verify.ts";
import { type FindingRecord, findingRecord } from "./review_records.ts";

/** Something that verifying found. */
export interface VerifyFindingRecord extends FindingRecord {
  /** What is different from what it should be. */
  readonly differences: readonly {
    readonly object: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

/** What verifying a history came to. */
export interface VerifyRecord {
  readonly revisions: number;
  readonly proven: number;
  readonly not_reached: number;
  readonly silenced: number;
  readonly findings: readonly VerifyFindingRecord[];
}

/** What was verified, as data. */
export function verifyRecord(
  { revisions, proven, notReached, silenced, findings }: Verified,
): VerifyRecord {
  return {
    revisions,
    proven,
    not_reached: notReached,
    silenced,
    findings: findings.map((each) => ({
      ...findingRecord(each),
      differences: each.differences.map(({ object, before, after }) => ({ object, before, after })),
    })),
  };
}
