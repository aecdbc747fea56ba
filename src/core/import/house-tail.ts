import type { Credit } from "../issue/issue.ts";
import { healAddress, healImprint, looksLikeRole, partNameAndRole } from "./heal.ts";
import { CONTACT, PEOPLE_HEADING, PUBLISHER_HEADINGS } from "./house-grammar.ts";
import { isHeading } from "./house-sections.ts";
import type { Finding } from "./imported.ts";
import { readPlain } from "./inline.ts";
import { HEADING } from "./signs.ts";
import type { Unit } from "./units.ts";

type Person = { name: string; role: string | null };

interface Tail {
  readonly credits: { heading: string; people: Person[] }[];
  contact: string | null;
  readonly publisher: string[];
}

/// Reads the units after the briefs: groups of people with their roles, whom to contact, the publisher's imprint.
export function readTail(
  units: readonly Unit[],
  findings: Finding[],
): { credits: readonly Credit[]; contact: string | null; publisher: readonly string[] } {
  const tail: Tail = { credits: [], contact: null, publisher: [] };
  const imprint = units
    .filter((unit) => !CONTACT.test(unit.text))
    .map((unit) => unit.text)
    .join("\n");
  let inImprint = false;
  for (const unit of units) {
    const heading = isHeading(unit) && (!inImprint || unit.text.startsWith(HEADING) || PEOPLE_HEADING.test(unit.text));
    if (CONTACT.test(unit.text) && tail.contact === null) {
      tail.contact = readPlain(healAddress(unit.text.replace(CONTACT, ""), imprint, unit.n, findings));
    } else if (heading) {
      inImprint = PUBLISHER_HEADINGS.includes(unit.text.replace(HEADING, "").toUpperCase());
      if (!inImprint) tail.credits.push({ heading: headingText(unit.text), people: [] });
    } else if (inImprint) {
      for (const line of unit.lines) tail.publisher.push(...healImprint(line.text, line.n, findings).map(readPlain));
    } else readPeople(tail, unit, findings);
  }
  return { ...tail, publisher: tail.publisher.filter((line) => line !== "") };
}

const headingText = (text: string): string => (text.startsWith(HEADING) ? readPlain(text.slice(1)) : sentenceCase(readPlain(text)));
const sentenceCase = (capitals: string): string => capitals.slice(0, 1) + capitals.slice(1).toLowerCase();

/// A unit of one or more lines under a heading: a name, a name with its role below or behind it, or the role alone.
function readPeople(tail: Tail, unit: Unit, findings: Finding[]): void {
  if (tail.credits.length === 0) tail.credits.push({ heading: "", people: [] });
  const people = (tail.credits.at(-1) as Tail["credits"][number]).people;
  const last = people.at(-1);
  const [first = "", ...more] = unit.lines.map((line) => line.text);
  const parted = partNameAndRole(first);
  if (last && last.role === null && looksLikeRole(first) && !parted) last.role = readPlain(unit.text);
  else if (parted) {
    findings.push({ code: "role-parted", severity: "healed", data: { name: readPlain(parted.name) }, line: unit.n, excerpt: first });
    people.push({ name: readPlain(parted.name), role: [parted.role, ...more].map(readPlain).join(" ") });
  } else people.push({ name: readPlain(first), role: more.length === 0 ? null : more.map(readPlain).join(" ") });
}
