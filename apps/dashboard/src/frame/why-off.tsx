import { Why } from '../parts/button.js';

/** Why an act cannot be done now, beside it. */
export function WhyOff({ off }: { readonly off: string | null }) {
  return off === null ? null : <Why>{off}</Why>;
}
