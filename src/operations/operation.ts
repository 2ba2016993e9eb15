/** Placeholder until the operations are defined beside it. */
export interface Operation {
  readonly kind: string;
}
