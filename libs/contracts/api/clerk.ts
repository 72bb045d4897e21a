import { z } from 'zod';

/** Why: asked with every act of a clerk. Who acts is known from the session, and is never taken from a body. */
export const clerk = {
  /** Of what a database can keep. */
  reason: z
    .string()
    .trim()
    .min(3)
    .max(500)
    .regex(/^[^\0\p{Surrogate}]*$/u),
};
