import * as v from "valibot";
import { Hash, Id } from "../ledger/entry.ts";
import { defineKind } from "../ledger/define.ts";
import { LOGO_BYTES_MAX, LOGO_SIDE_MAX, LOGO_TYPES } from "./logo.ts";
import { ROLES } from "./roster.ts";

export const Name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
export const Line = v.pipe(v.string(), v.maxLength(2000));
export const Day = v.pipe(v.string(), v.isoDate());

export const RolesSchema = v.pipe(v.array(v.picklist(ROLES)), v.minLength(1), v.maxLength(5));
const MemberSchema = v.object({ id: Id, name: Name, roles: RolesSchema });
const DeviceSchema = v.object({ id: Id, member: Id, sign: Hash, box: Hash });
/// The public half of a recovery key; `id` as a laptop with these keys would have it.
const RecoveryKeySchema = v.object({ id: Id, sign: Hash, box: Hash });
/// The last entry of a laptop that its signer still vouches for; null where none had arrived.
const LastGoodSchema = v.nullable(
  v.pipe(v.tuple([v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 40)), Hash]), v.readonly()),
);
const LastGoodsSchema = v.record(Id, LastGoodSchema);
const Signature = v.pipe(v.string(), v.regex(/^[0-9a-f]{128}$/));

const upTo = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
export const LogoSchema = v.object({
  digest: Hash,
  type: v.picklist(LOGO_TYPES),
  size: upTo(LOGO_BYTES_MAX),
  width: upTo(LOGO_SIDE_MAX),
  height: upTo(LOGO_SIDE_MAX),
});

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
  paper: v.exactOptional(v.literal("us-letter")),
  logo: v.exactOptional(LogoSchema),
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
    payload: v.object({ follows: Hash, member: Id, roles: RolesSchema, lastGood: v.optional(LastGoodsSchema, {}) }),
  }),
  /// A member stands in for another, until an entry says otherwise. `until` is a day to be reminded of it.
  "roster.deputised": defineKind({
    subject: () => "roster",
    payload: v.object({ follows: Hash, member: Id, of: Id, roles: RolesSchema, until: v.nullable(Day) }),
  }),
  "roster.deputy-ended": defineKind({
    subject: () => "roster",
    payload: v.object({ follows: Hash, member: Id, lastGood: LastGoodsSchema }),
  }),
  /// A laptop may write nothing from here on: stolen, or feared to be. One chief is enough.
  "roster.suspended": defineKind({
    subject: () => "roster",
    payload: v.object({ follows: Hash, device: Id, lastGood: LastGoodSchema }),
  }),
  "roster.lifted": defineKind({ subject: () => "roster", payload: v.object({ follows: Hash, device: Id }) }),
  /// A laptop is given up for good; its member stays.
  "roster.revoked": defineKind({
    subject: () => "roster",
    payload: v.object({ follows: Hash, device: Id, lastGood: LastGoodSchema }),
  }),
  /// A member leaves the desk with all laptops.
  "roster.removed": defineKind({
    subject: () => "roster",
    payload: v.object({ follows: Hash, member: Id, lastGood: LastGoodsSchema }),
  }),
  /// An entry that came past its laptop's last good one counts all the same.
  "roster.adopted": defineKind({ subject: () => "roster", payload: v.object({ follows: Hash, entry: Hash }) }),
  "roster.recovery-key": defineKind({ subject: () => "roster", payload: v.object({ follows: Hash, key: RecoveryKeySchema }) }),
  /// A laptop comes in as a chief's by the recovery key, whose signature is `proof`; written by that laptop itself.
  "roster.recovered": defineKind({
    subject: () => "roster",
    payload: v.object({ follows: Hash, member: MemberSchema, device: DeviceSchema, proof: Signature }),
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
    payload: v.object({ device: DeviceSchema, proof: Signature }),
  }),
  "desk.publication": defineKind({
    subject: () => "desk",
    payload: v.object({ publication: PublicationSchema, bodies: v.pipe(v.array(ListedBodySchema), v.maxLength(2000)) }),
  }),
};
