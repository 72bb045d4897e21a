/** The document is not taken; nothing of it is. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly field: string,
    readonly value: string,
    readonly rule: string,
    readonly remedy: string,
  ) {
    super(`${field}: ${rule}`);
  }
}
