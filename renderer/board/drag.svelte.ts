/// The item that is being dragged over the board, and the rank it is over.
class Dragged {
  item = $state<string | null>(null);
  over = $state<number | null>(null);

  start(item: string | null): void {
    this.item = item;
  }

  end(): void {
    this.item = null;
    this.over = null;
  }
}

export const dragged = new Dragged();
