import type { PagePlace } from "../../src/contract/issue.ts";

/// The margins of a page in points, between which text stands.
const HEAD = 71;
const FOOT = 65;
/// Text that begins this far below the head has something above it that goes on from the page before.
const GAP = 24;

/// A part of a page that belongs to one place: where its words are, as shares of the page's height.
export interface Zone {
  readonly place: PagePlace;
  /// Of its place, in reading order; the same for the part that goes on overleaf.
  readonly at: number;
  readonly top: number;
  readonly height: number;
}

/// The zones of a page from top to foot. Each place reaches to the next one; one that goes on overleaf has a zone there too.
export function zonesOf(places: readonly PagePlace[], page: number, height: number): Zone[] {
  const here = places.flatMap((place, at) => (place.page === page ? [{ place, at, top: Math.max(place.top, 0) }] : []));
  const before = places.findLastIndex((place) => place.page < page);
  const carried = places[before];
  const over = carried !== undefined && (here[0]?.top ?? height) > HEAD + GAP ? [{ place: carried, at: before, top: HEAD }] : [];
  const all = [...over, ...here];
  return all.map(({ place, at, top }, index) => {
    const end = Math.max(all[index + 1]?.top ?? height - FOOT, top + 1);
    return { place, at, top: top / height, height: (end - top) / height };
  });
}

/// The first place of an item's block, brief or issue on its own page; the beginning of the item where it prints no such block.
export function placeFor(places: readonly PagePlace[], id: string, block: string | null): number {
  const own = (fits: (place: PagePlace) => boolean): number => places.findIndex((one) => one.id === id && !one.contents && fits(one));
  const exact = block === null ? -1 : own((one) => one.block === block);
  return exact >= 0 ? exact : own(() => true);
}
