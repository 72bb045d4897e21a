import { z } from 'zod';
import { reference } from '../wire.js';

/** Who acts, and why: asked with every act of a clerk. */
export const clerk = {
  /** Of what a database can keep. */
  reason: z
    .string()
    .trim()
    .min(3)
    .max(500)
    .regex(/^[^\0\p{Surrogate}]*$/u),
  /** As the message has it that carries the act; any other would be refused after the clerk was told that it is kept. */
  actor: reference,
};
