/** Where a node stands in its source: `lineno` from 1, `col_offset` from 0, the end exclusive. */
export interface Span {
  readonly lineno: number;
  readonly col_offset: number;
  readonly end_lineno: number;
  readonly end_col_offset: number;
}

/** How an expression is used: read, assigned to, or deleted. */
