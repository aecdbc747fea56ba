import type { Person } from "../../src/contract/desk.ts";

/// What a chief is about to do to a person, or to one of their laptops.
export type Deed =
  | { readonly what: "remove" | "deputise"; readonly person: Person }
  | { readonly what: "suspend" | "lift" | "revoke"; readonly person: Person; readonly device: string };
