import { closeHistory, isHistoryTransaction } from "prosemirror-history";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { ListedBody } from "../../src/core/desk/kinds.ts";
import { completions, type Completion } from "../../src/core/house/completion.ts";
import { STRUCTURE } from "../../src/core/manuscript/guard.ts";
import { schema } from "../../src/core/manuscript/schema.ts";

/// Names that go on from what is being typed, and which of them is chosen; `moved`: by the person, so that Enter takes it.
export interface Offer {
  readonly options: readonly Completion[];
  readonly chosen: number;
  readonly moved: boolean;
}

/// Where a letter stands on the screen, in CSS pixels.
export interface Spot {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/// The id of an option in the page, for the editor to name as the active one.
export const optionId = (at: number): string => `completion-${at}`;
export const LIST_ID = "completions";

interface Completing {
  readonly offer: Offer | null;
  /// Where an offer began that the person closed: it does not come back while they type on there.
  readonly closed: number | null;
}

const key = new PluginKey<Completing>("complete");

/// Marks a change that a person asked for elsewhere: nobody is typing there.
export const MENDED = "mended";
type Change = { readonly choose: number } | { readonly close: true };

const REACH = 200;

/// What could go on at the cursor. Only words of the text's own language: nothing inside a link is completed.
function offerAt({ selection, doc }: EditorState, names: readonly ListedBody[]): Offer | null {
  const { $from, empty } = selection;
  if (!empty || !$from.parent.isTextblock || schema.marks.link.isInSet($from.marks())) return null;
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - REACH), $from.parentOffset);
  const next = $from.parent.textBetween($from.parentOffset, Math.min($from.parentOffset + 1, $from.parent.content.size));
  if (/[\p{L}\p{N}]/u.test(next) && !/\p{Script=Han}/u.test(next)) return null;
  const likely = completions(before, before, names);
  if (likely.length === 0) return null;
  const options = completions(before, doc.textBetween(0, $from.pos, "\n"), names);
  return options.length === 0 ? null : { options, chosen: 0, moved: false };
}

function moved(now: Completing, by: number): Completing {
  const { offer } = now;
  if (offer === null) return now;
  return { ...now, offer: { ...offer, chosen: (by + offer.options.length) % offer.options.length, moved: true } };
}

const beginOf = (state: EditorState, offer: Offer): number => state.selection.from - (offer.options[0]?.replaces ?? 0);

/// Puts an offered name in the place of what was typed of it. False when it is not offered any more.
export function take(view: EditorView, at: number): boolean {
  const option = key.getState(view.state)?.offer?.options[at];
  if (option === undefined) return false;
  const { from, $from } = view.state.selection;
  const marks = $from.marks().filter((mark) => mark.type !== schema.marks.lang);
  const tr = view.state.tr.replaceWith(from - option.replaces, from, schema.text(option.insert, marks));
  // One undo takes the name back, not what was typed before it.
  view.dispatch(
    closeHistory(tr)
      .setMeta(key, { close: true } satisfies Change)
      .scrollIntoView(),
  );
  return true;
}

const close = (view: EditorView): void => view.dispatch(view.state.tr.setMeta(key, { close: true } satisfies Change));

/// The keys while names are offered: arrows choose, Tab takes, Enter takes what was chosen by arrow, Esc closes. Of a name that
/// is written already Tab takes only what was chosen, since it may go on to the next part. All other
/// keys type on.
function pressed(view: EditorView, event: KeyboardEvent): boolean {
  const offer = key.getState(view.state)?.offer;
  if (!offer || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step !== 0)
    view.dispatch(view.state.tr.setMeta(key, { choose: offer.moved ? offer.chosen + step : step > 0 ? 0 : -1 } satisfies Change));
  else if (event.key === "Escape") close(view);
  else if ((event.key === "Tab" && (offer.moved || !offer.options[offer.chosen]?.whole)) || (event.key === "Enter" && offer.moved))
    take(view, offer.chosen);
  else return false;
  event.preventDefault();
  return true;
}

function apply(tr: Transaction, now: Completing, state: EditorState, names: readonly ListedBody[]): Completing {
  const change = tr.getMeta(key) as Change | undefined;
  if (change && "choose" in change) return moved(now, change.choose);
  if (change) return { offer: null, closed: now.offer === null ? now.closed : beginOf(state, now.offer) };
  if (!tr.docChanged) return tr.selectionSet ? { offer: null, closed: now.closed } : now;
  const typed = !tr.getMeta(STRUCTURE) && !tr.getMeta("paste") && !tr.getMeta(MENDED) && !isHistoryTransaction(tr);
  const offer = typed ? offerAt(state, names) : null;
  return offer !== null && beginOf(state, offer) === now.closed
    ? { offer: null, closed: now.closed }
    : { offer, closed: offer === null ? now.closed : null };
}

/// Offers the names that a desk knows while one of them is being typed. `shown` hears what is offered, and where it stands
/// on the screen.
export const completePlugin = (
  names: () => readonly ListedBody[],
  shown: (offer: Offer | null, at: Spot | null) => void,
): Plugin<Completing> =>
  new Plugin<Completing>({
    key,
    state: { init: () => ({ offer: null, closed: null }), apply: (tr, now, _old, state) => apply(tr, now, state, names()) },
    props: {
      handleDOMEvents: {
        keydown: pressed,
        blur: (view) => (key.getState(view.state)?.offer && close(view), false),
      },
      attributes(state): Record<string, string> {
        const offer = key.getState(state)?.offer;
        return offer ? { "aria-controls": LIST_ID, "aria-activedescendant": optionId(offer.chosen) } : {};
      },
    },
    view: () => ({
      update(view, before) {
        const offer = key.getState(view.state)?.offer ?? null;
        if (offer === (key.getState(before)?.offer ?? null)) return;
        shown(offer, offer === null ? null : view.coordsAtPos(beginOf(view.state, offer)));
      },
    }),
  });
