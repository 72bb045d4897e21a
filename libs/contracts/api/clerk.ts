import { z } from 'zod';

/** Who acts, and why: asked with every act of a clerk. */
export const clerk = {
  reason: z.string().trim().min(3).max(500),
  actor: z.string().min(1).max(64),
};
