import { strictObject, type GenericSchema, type InferOutput, type ObjectEntries, type StrictObjectSchema } from "valibot";

/// Carries the type of an answer through the list of calls. There is no value behind it.
export interface Answer<A> {
  readonly type?: A;
}

/// `answer<Board>()` in the list of calls: what this channel answers.
export const answer = <A>(): Answer<A> => ({});

type Input<E extends ObjectEntries> = StrictObjectSchema<E, undefined>;

/// What a channel may say beside its input: `size` raises the limit of bytes of one message.
export interface ChannelOptions {
  readonly size?: number;
}

/// One channel that is answered. An `act` changes something, a `read` does not.
export interface Call<K extends "act" | "read", S extends GenericSchema, A> extends ChannelOptions {
  readonly kind: K;
  readonly input: S;
  readonly answer: Answer<A>;
}

/// One channel on which the station or the shell tells windows something. Nobody answers.
export interface Announce<S extends GenericSchema> {
  readonly kind: "announce";
  readonly input: S;
}

export type AnyChannel = Call<"act" | "read", GenericSchema, unknown> | Announce<GenericSchema>;

/// A list of channels by name.
export type Channels = Readonly<Record<string, AnyChannel>>;

/// What a person asks of the station: it becomes entries, a change on this laptop, or a refusal.
export const act = <E extends ObjectEntries, A>(entries: E, answer: Answer<A>, options: ChannelOptions = {}): Call<"act", Input<E>, A> => ({
  kind: "act",
  input: strictObject(entries),
  answer,
  ...options,
});

/// A question that changes nothing.
export const read = <E extends ObjectEntries, A>(
  entries: E,
  answer: Answer<A>,
  options: ChannelOptions = {},
): Call<"read", Input<E>, A> => ({
  kind: "read",
  input: strictObject(entries),
  answer,
  ...options,
});

/// Something that windows are told without asking.
export const announce = <E extends ObjectEntries>(entries: E): Announce<Input<E>> => ({ kind: "announce", input: strictObject(entries) });

/// The names of the channels that are answered.
export type CallName<C extends Channels> = { [K in keyof C]: C[K] extends { kind: "act" | "read" } ? K : never }[keyof C] & string;

/// The names of the channels that are only told.
export type AnnounceName<C extends Channels> = { [K in keyof C]: C[K] extends { kind: "announce" } ? K : never }[keyof C] & string;

/// What a channel carries in, decoded.
export type InputOf<C extends Channels, K extends keyof C> = InferOutput<C[K]["input"]>;

/// What a channel answers when it is not refused.
export type AnswerOf<C extends Channels, K extends keyof C> = C[K] extends { answer: Answer<infer A> } ? A : never;
