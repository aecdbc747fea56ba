import type { Logo } from "./logo.ts";

/// A page that the layouts know.
export type Paper = "a4" | "us-letter";

/// The settings of a publication that print. Copied into each issue when it is opened, so that an old issue keeps the
/// look it was signed with. Part labels are the publication's own words ("MERICS comment", "At a glance").
export interface Publication {
  readonly name: string;
  readonly language: string;
  readonly commentLabel: string;
  readonly sections: { readonly items: string; readonly briefs: string };
  readonly briefLists: readonly string[];
  readonly labels: Labels;
  readonly brand: { readonly accent: string };
  /// The page of PDF and Word; A4 where it is absent.
  readonly paper?: Exclude<Paper, "a4">;
  /// Printed at the head of the title page.
  readonly logo?: Logo;
  /// Target lengths in words per part; shown as a meter, never a wall.
  readonly targets: { readonly glance: number; readonly explainer: number; readonly comment: number };
}

/// The label words that stand before the parts of a printed item.
export interface Labels {
  readonly glance: string;
  readonly explainer: string;
  readonly article: string;
  readonly body: string;
  readonly bodies: string;
  readonly date: string;
  readonly link: string;
  readonly contents: string;
}

export const ENGLISH_LABELS: Labels = {
  glance: "At a glance",
  explainer: "Explainer",
  article: "Article",
  body: "Issuing body",
  bodies: "Issuing bodies",
  date: "Date",
  link: "Link",
  contents: "Contents",
};
