import { Schema } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

/// ProseMirror with nothing added: paragraphs of text, no plugin. What the item page's typing is measured against.

declare global {
  interface Window {
    begin(paragraphs: readonly string[]): void;
  }
}

const schema = new Schema({
  nodes: { doc: { content: "paragraph+" }, paragraph: { content: "text*", toDOM: () => ["p", 0] }, text: {} },
});

window.begin = (paragraphs) => {
  const doc = schema.node(
    "doc",
    null,
    paragraphs.map((words) => schema.node("paragraph", null, words === "" ? [] : [schema.text(words)])),
  );
  new EditorView(document.querySelector("main"), { state: EditorState.create({ doc }) });
};
