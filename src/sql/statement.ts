/** A value as it travels to the server: text as PostgreSQL's input functions read it, or null. */
export type ParameterValue = string | null | Uint8Array;

/**
 * One piece of SQL text ready for a server. With `parameters` the text holds `$1`, `$2`, … and is a
 * single statement; without, it is sent as it stands and may hold several statements.
 */
export interface Statement {
  readonly sql: string;
  readonly parameters?: readonly ParameterValue[];
  /** The same text comes again soon, with other parameters: the server need not plan it anew each time. */
  readonly isRepeated?: boolean;
}
