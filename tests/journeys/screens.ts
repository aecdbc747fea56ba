import type { Person } from "./hands.ts";

/// Every screen of the sample desk, and how a person comes to it. `shot`: its picture stands in `docs/images`.
export interface Shown {
  readonly name: string;
  readonly shot?: true;
  show(nora: Person): Promise<void>;
}

/// Waits until the main column holds what this screen is known by.
const sees = (nora: Person, css: string): Promise<void> => nora.page.locator(css).first().waitFor();

const place = (name: string, label: string, css = "main h1"): Shown => ({
  name,
  shot: true,
  async show(nora) {
    await nora.go(label);
    await sees(nora, css);
  },
});

const tab = (name: string, label: string): Shown => ({
  name,
  async show(nora) {
    await nora.openRank(4);
    await nora.tab(label);
  },
});

export const SCREENS: readonly Shown[] = [
  place("inbox", "Inbox"),
  place("board", "This issue", "main ol.ranks"),
  {
    name: "item",
    shot: true,
    async show(nora) {
      await nora.openRank(2);
      await nora.tab("Review");
    },
  },
  tab("item-source", "Source"),
  tab("item-checks", "Checks"),
  {
    name: "item-history",
    async show(nora) {
      await nora.openRank(3);
      await nora.tab("History");
      await nora.button("Compare").last().click();
    },
  },
  {
    name: "item-find",
    async show(nora) {
      await nora.openRank(2);
      await nora.page.keyboard.press("Control+f");
      await nora.fill({ Find: "port" });
      await sees(nora, ".manuscript .found");
    },
  },
  {
    name: "find-issue",
    async show(nora) {
      await nora.page.keyboard.press("Control+Shift+f");
      await nora.fill({ Find: "storage", "Replace with": "batteries" });
      await nora.page.keyboard.press("Enter");
      await sees(nora, "main li .reading");
    },
  },
  {
    name: "item-seen",
    async show(nora) {
      await nora.openRank(2);
      await nora.run("Who has seen what, on the page");
      await sees(nora, ".manuscript :is(.alone, .seen)");
    },
  },
  {
    name: "item-note",
    async show(nora) {
      await nora.openRank(2);
      await nora.tab("Review");
      await nora.press("New note");
    },
  },
  {
    name: "item-return",
    async show(nora) {
      await nora.openRank(2);
      await nora.press("Return…");
    },
  },
  {
    name: "item-assign",
    async show(nora) {
      await nora.openRank(5);
      await nora.run("Assign authors");
      await sees(nora, "form[aria-label='Assign authors']");
    },
  },
  place("briefs", "Briefs"),
  {
    name: "preview",
    shot: true,
    async show(nora) {
      await nora.go("Preview");
      await nora.page.waitForFunction(() => [...document.querySelectorAll("canvas")].filter((page) => page.width > 300).length > 1);
    },
  },
  place("archive", "Archive"),
  place("people", "People and laptops"),
  {
    name: "people-invite",
    async show(nora) {
      await nora.go("People and laptops");
      await nora.press("Invite someone");
    },
  },
  {
    name: "people-stop",
    async show(nora) {
      await nora.go("Inbox");
      await nora.go("People and laptops");
      await nora.page
        .getByRole("button", { name: /^Change / })
        .first()
        .click();
      await nora.page.getByRole("button", { name: "Stop it…" }).click();
    },
  },
  {
    name: "people-recovery",
    async show(nora) {
      await nora.go("Inbox");
      await nora.go("People and laptops");
      // The words stay until somebody says that they are on paper: in the second look they stand there still.
      const words = nora.page.locator("section[aria-labelledby=sheet] ol");
      const make = nora.page.getByRole("button", { name: /^Make (a recovery key|another)$/ });
      await words.or(make).first().waitFor();
      if ((await words.count()) === 0) await make.click();
      await words.waitFor();
    },
  },
  place("exchange", "Exchange"),
  place("settings", "Settings"),
  {
    name: "board-forms",
    async show(nora) {
      await nora.go("This issue");
      await nora.press("Commission an item");
      await sees(nora, "form[aria-label='Commission an item']");
    },
  },
  {
    name: "board-details",
    async show(nora) {
      await nora.go("Inbox");
      await nora.go("This issue");
      await nora.press("Issue details");
      await sees(nora, "form[aria-label='Issue details']");
    },
  },
  {
    name: "menu",
    async show(nora) {
      await nora.go("Inbox");
      await nora.page.getByRole("menuitem", { name: "Item", exact: true }).click();
      await sees(nora, "[role=menu]");
    },
  },
  {
    name: "shortcuts",
    async show(nora) {
      await nora.run("Keyboard shortcuts");
      await sees(nora, "main dl, section dl");
    },
  },
  {
    name: "palette",
    shot: true,
    async show(nora) {
      await nora.go("This issue");
      await sees(nora, "main ol.ranks");
      await nora.page.keyboard.press("Control+k");
      await sees(nora, "[role=dialog]");
    },
  },
];
