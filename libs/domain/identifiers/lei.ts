import { expanded } from './check-digits.js';

/** Whether it is a legal entity identifier by ISO 17442: 18 letters or digits and two check digits (ISO 7064 mod 97-10). Upper case only. */
export function isLei(text: string): boolean {
  return /^[A-Z0-9]{18}\d{2}$/.test(text) && BigInt(expanded(text)) % 97n === 1n;
}
