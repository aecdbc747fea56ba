import type * as v from "valibot";

export type PayloadSchema = v.GenericSchema<unknown, object>;

/// One kind of entry: how its payload is read, and which subject it speaks of (`roster`, `desk`, `item:ID`, `issue:ID`,
/// `brief:ID`). All rows of a subject are computed from the entries of that subject.
export interface KindDefinition<S extends PayloadSchema> {
  readonly payload: S;
  readonly subject: (payload: v.InferOutput<S>) => string;
}

export const defineKind = <const S extends PayloadSchema>(definition: KindDefinition<S>): KindDefinition<S> => definition;
