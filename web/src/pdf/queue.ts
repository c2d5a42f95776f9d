/** Drawing one picture after another, the most wanted first. */
interface Work {
  rank: number;
  run: () => Promise<void>;
}

export class DrawQueue {
  private waiting: Work[] = [];
  private busy = false;

  /** Adds a drawing; the returned function takes it back while it has not begun. */
  add(rank: number, run: () => Promise<void>): () => void {
    const work = { rank, run };
    this.waiting.push(work);
    void this.next();
    return () => {
      this.waiting = this.waiting.filter((one) => one !== work);
    };
  }

  private async next(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    // Lets those who ask in the same moment stand in the queue before the first is chosen.
    await Promise.resolve();
    for (let work = this.take(); work; work = this.take()) {
      try {
        await work.run();
      } catch {
        // A drawing that was broken off, or a page that cannot be drawn: its owner shows it.
      }
    }
    this.busy = false;
  }

  private take(): Work | undefined {
    if (this.waiting.length === 0) return undefined;
    const first = this.waiting.reduce((a, b) => (b.rank < a.rank ? b : a));
    this.waiting = this.waiting.filter((one) => one !== first);
    return first;
  }
}
