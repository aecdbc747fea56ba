/// A line that is looked for: an item's block, or the whole of an item, a brief or an issue.
export interface Sought {
  readonly id: string;
  readonly block: string | null;
}

/// What the screen that the person goes to shows at once: a place of the pages, or of an item's text.
class Handover {
  page = $state.raw<Sought | null>(null);
  text = $state.raw<Sought | null>(null);
}

export const handover = new Handover();
