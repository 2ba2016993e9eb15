/**
 * Does something on a connection at steady intervals and remembers what went wrong. Beats do not
 * overlap, and after the first failure there are no more.
 */
export class Heartbeat {
  readonly #beat: () => Promise<void>;
  readonly #interval: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  #failure: { readonly error: unknown } | null = null;

  constructor(beat: () => Promise<void>, interval: number) {
    this.#beat = beat;
    this.#interval = interval;
    this.#schedule();
  }

  /** What the beat that failed threw. */
  get failure(): { readonly error: unknown } | null {
    return this.#failure;
  }

  /** Beats once more at once and waits for it; a failure is kept, not thrown. */
  now(): Promise<void> {
    return this.#running = this.#running.then(async () => {
      if (this.#failure !== null || this.#stopped) return;
      try {
        await this.#beat();
      } catch (error) {
        this.#failure = { error };
      }
    });
  }

  /** Ends it, when the beat that is under way is over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(): void {
    this.#timer = setTimeout(async () => {
      await this.now();
      if (!this.#stopped && this.#failure === null) this.#schedule();
    }, this.#interval);
  }
}
