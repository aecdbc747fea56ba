import type { Logo } from "../desk/logo.ts";
import type { Run } from "../issue/issue.ts";
import type { Body, Source } from "../item/item.ts";
import type { Block } from "../proof/reading.ts";

/// `top5-issue/1`: one issue as JSON. Its keys are fixed; the optional ones were added and may be absent.
export interface IssueJson {
  readonly format: "top5-issue/1";
  /// Present while the issue is not signed off.
  readonly draft?: true;
  readonly publication: {
    readonly name: string;
    readonly language: string;
    readonly commentLabel: string;
    readonly sections: { readonly items: string; readonly briefs: string };
    readonly labels?: Readonly<Record<string, string>>;
    readonly brand?: { readonly accent: string };
    /// The page it prints on, where that is not A4.
    readonly paper?: "us-letter";
    /// The logo by the digest of its file, which is not in the text.
    readonly logo?: Logo;
  };
  readonly issue: {
    readonly title: string | null;
    readonly number: string | null;
    readonly date: string | null;
    readonly embargo?: string;
    readonly corrections?: readonly { readonly date: string; readonly text: string }[];
  };
  readonly items: readonly ItemJson[];
  readonly briefs: readonly { readonly list: string; readonly entries: readonly BriefJson[] }[];
  readonly credits: readonly {
    readonly heading: string;
    readonly people: readonly { readonly name: string; readonly role: string | null }[];
  }[];
  readonly contact: string | null;
  readonly publisher: readonly string[];
}

export interface ItemJson {
  readonly rank: number;
  readonly headline: string;
  /// The headline with its emphasis and languages, only where it has any.
  readonly headlineText?: readonly Run[];
  readonly glance: readonly Block[];
  readonly explainers: readonly { readonly title: string; readonly titleText?: readonly Run[]; readonly blocks: readonly Block[] }[];
  readonly comment: readonly Block[];
  readonly sources: readonly Source[];
  readonly bodies: readonly Body[];
  readonly date: string | null;
  readonly byline: readonly string[];
}

export interface BriefJson {
  readonly date: string;
  readonly text: readonly Run[];
  readonly source: { readonly label: string; readonly link: string | null } | null;
}
