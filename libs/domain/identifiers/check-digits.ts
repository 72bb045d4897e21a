/** Digits of the text with letters as numbers, A is 10 and Z is 35 (ISO 6166, ISO 7064). The text is upper case A-Z, 0-9. */
export function expanded(text: string): string {
  let digits = '';
  for (const character of text) digits += character >= 'A' ? String(character.charCodeAt(0) - 55) : character;
  return digits;
}
