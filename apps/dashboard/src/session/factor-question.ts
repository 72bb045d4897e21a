import { store, useStore } from '../store.js';

/** Why the second factor is asked about: an act waits for a fresh code, or somebody wants to enrol one. */
export type FactorPurpose = 'fresh' | 'enrol';

interface FactorQuestion {
  readonly purpose: FactorPurpose;
  readonly answer: (given: boolean) => void;
}

const question = store<FactorQuestion | null>(null);

export const useFactorQuestion = (): FactorQuestion | null => useStore(question);

/**
 * Opens the dialog about the second factor. A question that waits already is closed unanswered: its act is refused, not lost.
 * @returns whether the person gave what was asked for
 */
export function askForFactor(purpose: FactorPurpose): Promise<boolean> {
  question.get()?.answer(false);
  return new Promise((resolve) => {
    question.set({
      purpose,
      answer: (given) => {
        question.set(null);
        resolve(given);
      },
    });
  });
}
