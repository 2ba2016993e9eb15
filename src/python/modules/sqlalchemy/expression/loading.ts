/** What a statement says of how its objects are loaded, beside what SQL is made of. */
import type { PyDict, PyInstance, Value } from "../../../runtime/mod.ts";

/** `options()`, `from_statement()` and `params()` of a statement. */
export interface Loading {
  readonly options: readonly Value[];
  /** The statement that is run in place of this one, which says what its rows are. */
  readonly statement: PyInstance | null;
  readonly parameters: PyDict | null;
}

const LOADING = Symbol("loading");
const none: Loading = { options: [], statement: null, parameters: null };

/** What a statement says of loading. */
export function loadingOf(statement: object): Loading {
  return (statement as { readonly [LOADING]?: Loading })[LOADING] ?? none;
}

/** The statement with something more said of loading. */
export function withLoading<S extends object>(statement: S, changes: Partial<Loading>): S {
  return { ...statement, [LOADING]: { ...loadingOf(statement), ...changes } };
}

/** The statement with further `options()`. */
export function withOptions<S extends object>(statement: S, options: readonly Value[]): S {
  return withLoading(statement, { options: [...loadingOf(statement).options, ...options] });
}
