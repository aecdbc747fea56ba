import type { Label } from "../../resources/messages/say.ts";
import type { Role } from "../../src/core/desk/roster.ts";

/// The word of a role.
export const roleLabel = (role: Role): Label => `roles.${role === "copy editor" ? "copy-editor" : role}`;
