const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/// What was read anew, made of the objects known before wherever they say the same: what stayed is not drawn again.
export function keep<T>(known: unknown, now: T): T {
  if (known === now || typeof now !== "object" || now === null || typeof known !== "object" || known === null) return now;
  if (Array.isArray(now)) {
    if (!Array.isArray(known)) return now;
    const made = now.map((each: unknown, at) => keep(known[at], each));
    return (made.length === known.length && made.every((each, at) => each === known[at]) ? known : made) as T;
  }
  if (!isRecord(known) || !isRecord(now)) return now;
  const names = Object.keys(now);
  const made = Object.fromEntries(names.map((name) => [name, keep(known[name], now[name])]));
  const stayed = names.length === Object.keys(known).length && names.every((name) => made[name] === known[name] && name in known);
  return (stayed ? known : made) as T;
}
