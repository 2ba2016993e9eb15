import { travelsAlone } from "../database/batch_groups.ts";
import type { QueryResult } from "../database/connection.ts";
import { CommandError, type Place } from "../errors/mod.ts";
import type { BodyHost, QueuedItem, RevisionBody, Timeouts } from "../revision/body.ts";
import type { Statement } from "../sql/statement.ts";
import {
  type BodyCompiler,
  checkCharacters,
  compileItem,
  throwAsRevisionError,
} from "./body_compiler.ts";
import type { RunItem, StatementItem } from "./run_item.ts";
import { isChainable } from "./chainable.ts";
import type { RevisionStep } from "./plan_step.ts";
import { noTimeouts } from "./timeouts.ts";

/** What a body needs once it is its turn. */
export interface BodyTurn {
  add(item: RunItem): void;
  /** Sends all that waits; an error of another step ends the run, one of this step is given. */
  catchUp(): Promise<{ readonly failure: unknown } | null>;
  flush(): Promise<void>;
  execute(item: StatementItem): Promise<QueryResult>;
}

const nobodyHears = (): void => {};

/**
 * A body that has been started before its turn. Until then it goes on as far as it can without the
 * database: what it queues is compiled and kept, so that mistakes in it come to light; where it must
 * wait it is held, for ever if its turn does not come.
 */
export class PreparedBody implements BodyHost {
  readonly offline: boolean;
  readonly step: RevisionStep;
  readonly #compiler: BodyCompiler;
  readonly #early: (RunItem | QueuedItem)[] = [];
  #madeGate: PromiseWithResolvers<void> | null = null;
  /** Says that the body waits for its turn. */
  #hold = nobodyHears;
  /** The memory that is right only when every body before this one has ended. */
  readonly #inOrder: boolean;
  readonly #versionTable: string | null;
  #turn: BodyTurn | null = null;
  #running: Promise<void> | null = null;
  #ended = false;
  /** Whether all that it does before its turn is kept as statements. */
  #plain = true;
  #namesVersionTable = false;
  #meddles = false;
  #timeouts: Timeouts = noTimeouts;
  #outside = false;
  /** Calls of a body do not overlap, even if it does not wait for them. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    step: RevisionStep,
    compiler: BodyCompiler,
    settings: { readonly inOrder: boolean; readonly versionTable: string | null },
  ) {
    this.step = step;
    this.#compiler = compiler;
    this.offline = compiler.options.offline;
    this.#inOrder = settings.inOrder;
    this.#versionTable = settings.versionTable?.toLowerCase() ?? null;
  }

  /** True when the body has run to its end without having had to wait. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Whether the body is known in full before its turn, and leaves transactions and the version table alone. */
  get isPlain(): boolean {
    return this.#ended && this.#plain && !this.#namesVersionTable && !this.#meddles;
  }

  /** Whether it names the version table, or what it does is not known yet. */
  get mayAlterVersionTable(): boolean {
    return !this.#ended || this.#namesVersionTable;
  }

  /** Whether it is plain, and each of its texts is one statement. */
  get isChainable(): boolean {
    return this.isPlain &&
      this.#early.every((item) =>
        item.kind !== "statement" || item.statement.parameters !== undefined ||
        isChainable(item.statement.sql)
      );
  }

  /** Whether a text that it sent may have ended the transaction, and left what follows without one. */
  get meddles(): boolean {
    return this.#meddles;
  }

  /** The limits that the revision asks for. */
  get timeouts(): Timeouts {
    return this.#timeouts;
  }

  /** Whether the body as a whole runs outside a transaction. */
  get outside(): boolean {
    return this.#outside;
  }

  /**
   * Runs the body until it ends or must wait; throws what it throws till then. The body is not kept:
   * a history of thousands would fill the memory with what has run to its end.
   */
  async start(body: RevisionBody): Promise<void> {
    const { direction } = this.step;
    const outside = this.#outside = body.outsideTransaction(direction);
    if (outside) this.emit({ kind: "autocommit", active: true });
    // A body may wait before its first call is over.
    const stopped = Promise.withResolvers<void>();
    this.#hold = stopped.resolve;
    this.#running = body.run(direction, this).catch(throwAsRevisionError).then(() => {
      if (outside) this.emit({ kind: "autocommit", active: false });
      this.#ended = true;
    });
    this.#running.then(stopped.resolve, stopped.reject);
    await stopped.promise;
    // Thousands may wait for their turn with nothing but what they have queued.
    if (this.#ended) this.#running = null;
    this.#hold = nobodyHears;
    this.#timeouts = body.timeouts?.() ?? noTimeouts;
  }

  /** Hands over what was queued before, and lets the body go on to its end. */
  async takeTurn(turn: BodyTurn): Promise<void> {
    this.#turn = turn;
    for (const item of this.#early.splice(0)) {
      if (item.kind === "operation") this.emit(item);
      else turn.add(item as RunItem);
    }
    if (!this.#ended) {
      // What failed before the body waited is thrown where it waits: it may know what to do.
      const found = await turn.catchUp();
      if (found === null) this.#gate.resolve();
      else this.#failFirst(found.failure);
    }
    await this.#running;
    await this.#last.catch(() => {});
  }

  emit(item: QueuedItem): void {
    const { step } = this;
    if (item.kind === "autocommit") return this.#add({ ...item, step });
    if (item.kind === "note") return this.#add(item);
    if (item.kind === "statement") {
      const { statement, place, onResult: check } = item;
      checkCharacters(statement, place);
      return this.#add({ kind: "statement", statement, step, place, ofBody: true, check });
    }
    const statements = this.#compile(item);
    if (this.#turn === null && !this.#inOrder) {
      this.#plain = false;
      this.#early.push(item);
      return;
    }
    for (const statement of statements) {
      this.#add({ kind: "statement", statement, step, place: item.place, ofBody: true });
    }
  }

  async flush(): Promise<void> {
    if (this.offline) return;
    await this.#myTurn((turn) => turn.flush());
  }

  async execute(statement: Statement, place?: Place): Promise<QueryResult> {
    if (this.offline) {
      throw new CommandError("offline_read", "There is no database to read from with --sql", {
        place,
      });
    }
    checkCharacters(statement, place);
    const item: StatementItem = {
      kind: "statement",
      statement,
      step: this.step,
      place,
      ofBody: true,
    };
    this.#read(item);
    return await this.#myTurn((turn) => turn.execute(item));
  }

  #failFirst(failure: unknown): void {
    const { flush, execute, ...turn } = this.#turn!;
    let first = true;
    const failing = <T>(use: () => Promise<T>) => () => {
      if (!first) return use();
      first = false;
      return Promise.reject(failure);
    };
    this.#turn = {
      ...turn,
      flush: failing(flush),
      execute: (item) => failing(() => execute(item))(),
    };
    this.#gate.resolve();
  }

  /** Opened at its turn; most bodies end without having waited at it. */
  get #gate(): PromiseWithResolvers<void> {
    return this.#madeGate ??= Promise.withResolvers<void>();
  }

  #add(item: RunItem): void {
    if (item.kind === "statement") this.#read(item);
    else if (item.kind === "autocommit") this.#plain = false;
    if (this.#turn === null) this.#early.push(item);
    else this.#turn.add(item);
  }

  #read({ statement: { sql } }: StatementItem): void {
    this.#meddles ||= travelsAlone(sql);
    this.#namesVersionTable ||= this.#versionTable !== null &&
      sql.toLowerCase().includes(this.#versionTable);
  }

  #myTurn<T>(use: (turn: BodyTurn) => Promise<T>): Promise<T> {
    this.#hold();
    const result = this.#last.then(() => this.#gate.promise).then(() => use(this.#turn!));
    this.#last = result.catch(() => {});
    return result;
  }

  #compile(item: Extract<QueuedItem, { readonly kind: "operation" }>): readonly Statement[] {
    const { memory } = this.#compiler;
    const inOrder = this.#turn !== null || this.#inOrder;
    return compileItem(item, this.#compiler, inOrder ? memory : structuredClone(memory));
  }
}
