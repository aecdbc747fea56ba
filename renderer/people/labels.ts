import { say } from "../../resources/messages/say.ts";
import type { ChangeLine } from "../../src/contract/desk.ts";
import type { Role } from "../../src/core/desk/roster.ts";

/// The label of a role.
export const roleLabel = (role: Role) => `roles.${role === "copy editor" ? "copy-editor" : role}` as const;

/// Roles in one line.
export const sayRoles = (roles: readonly Role[]): string => roles.map((role) => say(roleLabel(role))).join(", ");

/// What a change does, in one sentence.
export function sayChange({ change, about, of, roles }: ChangeLine): string {
  switch (change) {
    case "enrol":
      return say("change.enrol", { name: about, roles: sayRoles(roles) });
    case "roles":
      return say("change.roles", { name: about, roles: sayRoles(roles) });
    case "deputise":
      return say("change.deputise", { name: about, of });
    case "recovery-key":
      return say("change.recovery-key");
    case "end-deputy":
    case "suspend":
    case "lift":
    case "revoke":
    case "remove":
      return say(`change.${change}`, { name: about });
    // These need nobody's second signature and are offered by no list.
    case "found":
    case "recover":
    case "adopt":
      return "";
  }
}
