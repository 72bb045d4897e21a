import { expanded } from './check-digits.js';

/** Whether it is an ISIN by ISO 6166: two letters, nine letters or digits, and the check digit that follows from them. Upper case only. */
export function isIsin(text: string): boolean {
  if (!/^[A-Z]{2}[A-Z0-9]{9}\d$/.test(text)) return false;
  let sum = 0;
  const digits = expanded(text);
  for (const [index, character] of [...digits].reverse().entries()) {
    const digit = character.charCodeAt(0) - 48;
    const weighted = index % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
