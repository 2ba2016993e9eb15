/** A word that may stand at the cursor, and what is said of it. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}
