/** An administrator of an issuer in one line: `First Last <mail@example.com> +1 555 0100`. */
import type { IssuerAdministrator } from './certificate-issuers.ts';

/** `First Last <mail> phone`, of which only the address has to be there. */
const PERSON = /^(?:([^<>]*?)\s*<)?([^\s<>@]+@[^\s<>@]+)>?\s*(\+?[\d ()/.-]*)$/;

/** undefined: there is no address in it, or more than that. */
export function parseAdministrator(text: string): IssuerAdministrator | undefined {
  const [, name = '', email, phone = ''] = PERSON.exec(text.trim()) ?? [];
  if (email === undefined) return undefined;
  const names = name.split(/\s+/);
  const lastName = names.length > 1 ? (names.at(-1) ?? '') : '';
  const firstName = names.slice(0, names.length > 1 ? -1 : undefined).join(' ');
  return { firstName, lastName, email, phone: phone.trim() };
}

export function formatAdministrator({
  firstName,
  lastName,
  email,
  phone,
}: IssuerAdministrator): string {
  const name = [firstName, lastName].filter((part) => part !== '').join(' ');
  const address = name === '' ? email : `${name} <${email}>`;
  return phone === '' ? address : `${address} ${phone}`;
}
