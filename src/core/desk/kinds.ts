import * as v from "valibot";
import { Hash, Id } from "../ledger/entry.ts";
import { defineKind } from "../ledger/define.ts";
import { ROLES } from "./roster.ts";

export const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
export const Line = v.pipe(v.string(), v.maxLength(2000));
export const Day = v.pipe(v.string(), v.isoDate());

export const RolesSchema = v.pipe(v.array(v.picklist(ROLES)), v.minLength(1), v.maxLength(5));
const MemberSchema = v.object({ id: Id, name: Name, roles: RolesSchema });
const DeviceSchema = v.object({ id: Id, member: Id, sign: Hash, box: Hash });

export const PublicationSchema = v.object({
  name: Name,
  language: v.pipe(v.string(), v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)),
  commentLabel: Name,
  sections: v.object({ items: Name, briefs: Name }),
  briefLists: v.pipe(v.array(Name), v.minLength(1), v.maxLength(12), v.readonly()),
  labels: v.object({
    glance: Name,
    explainer: Name,
    article: Name,
    body: Name,
    bodies: Name,
    date: Name,
    link: Name,
    contents: Name,
  }),
  brand: v.object({ accent: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/)) }),
  targets: v.object({ glance: v.number(), explainer: v.number(), comment: v.number() }),
});

/// An authority that items of this desk are issued by.
export const ListedBodySchema = v.object({ short: v.nullable(Name), name: Name, original: v.nullable(Name) });
export type ListedBody = v.InferOutput<typeof ListedBodySchema>;

export const deskKinds = {
  "desk.founded": defineKind({
    subject: () => "roster",
    payload: v.object({ member: MemberSchema, device: DeviceSchema, publication: PublicationSchema }),
  }),
  "roster.enrolled": defineKind({
    subject: () => "roster",
    payload: v.object({ follows: Hash, member: MemberSchema, device: DeviceSchema }),
  }),
  "roster.roles": defineKind({
    subject: () => "roster",
    payload: v.object({ follows: Hash, member: Id, roles: RolesSchema }),
  }),
  /// The second chief's signature under a change that needs two; it is this entry that then heads the roster.
  "roster.seconded": defineKind({
    subject: () => "roster",
    payload: v.object({ follows: Hash, change: Hash }),
  }),
  /// Which kinds of entry this laptop's app understands. A kind that came later is used only once every laptop of the roster
  /// has announced it, so that one early update cannot stop the others.
  "device.announced": defineKind({
    subject: () => "desk",
    payload: v.object({ kinds: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(500)) }),
  }),
  /// This laptop goes on under new keys: its database was restored from a backup, or its history has split. The last entry of
  /// its chain, signed by the old key; `proof` is the new key's word that it is meant.
  "device.renewed": defineKind({
    subject: () => "roster",
    payload: v.object({ device: DeviceSchema, proof: v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/)) }),
  }),
  "desk.publication": defineKind({
    subject: () => "desk",
    payload: v.object({ publication: PublicationSchema, bodies: v.pipe(v.array(ListedBodySchema), v.maxLength(2000)) }),
  }),
};
