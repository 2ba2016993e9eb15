export const BROKEN_SOURCES: readonly {
  source: string;
  ownLine?: boolean;
  ownWords?: boolean;
  until?: number;
}[] = [];
