const ALLOWED = /^(https?:\/\/|mailto:)[^\s]/i;
const ODD = /[\u0000-\u0020\u007f-\u00a0<>"\\^`{|}\u2028\u2029\ufeff\ufffe\uffff\p{Surrogate}]/u;

/// The target as it may be printed or opened: http, https or mailto, without blanks, quotes or control characters.
/// Null for every other scheme, for relative addresses and for an unknown target.
export function safeLink(href: string | null | undefined): string | null {
  const trimmed = (href ?? "").trim();
  return ALLOWED.test(trimmed) && !ODD.test(trimmed) ? trimmed : null;
}
