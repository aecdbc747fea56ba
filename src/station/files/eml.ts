import MailComposer from "nodemailer/lib/mail-composer";
import type { Email } from "../../core/export/email.ts";

/// The letter as a mail message (RFC 5322): the plain text and the HTML as alternatives, ready to be opened in a mail
/// program and sent from there (`X-Unsent`), nobody being its receiver yet. Its boundary and identifier come from the
/// issue's digest and its date is the issue's, so the same letter gives the same bytes. A date is obligatory: without any
/// it is 1980's first; and so is a sender: without a contact's address it is one that cannot exist.
export async function mailMessage({ subject, from, day, digest, html, text }: Email): Promise<Uint8Array> {
  const message = new MailComposer({
    from: { name: from.name, address: from.address ?? "no-reply@desk.invalid" },
    subject,
    date: new Date(`${day ?? "1980-01-01"}T00:00:00Z`),
    messageId: `<${digest.slice(0, 32)}@desk.invalid>`,
    headers: { "X-Unsent": "1" },
    text,
    html,
    textEncoding: "quoted-printable",
    encoding: "quoted-printable",
    newline: "windows",
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  message.baseBoundary = digest.slice(0, 32);
  message.boundaryPrefix = "top5";
  return new Uint8Array(await message.build());
}
