import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { amountText, separatorsOf, type Separators } from '../format/amount.js';
import { businessDateText, instantText, monthText, timeText } from '../format/dates.js';

export interface Words {
  readonly t: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly language: string;
  readonly separators: Separators;
  /** A code of the services in words; a code that is not in the glossary is shown as it came. */
  readonly coded: (group: CodeGroup, code: string) => string;
  /** The same, fit to stand first in a line. */
  readonly titled: (group: CodeGroup, code: string) => string;
  readonly count: (count: number) => string;
  /** Words in a list of which any one will do. */
  readonly anyOf: (words: readonly string[]) => string;
  readonly amount: (text: string) => string;
  readonly date: (date: string, form?: 'full' | 'short' | 'weekday') => string;
  /** A month, `YYYY-MM`, by its name. */
  readonly month: (month: string) => string;
  readonly time: (instant: string) => string;
  readonly instant: (instant: string) => string;
}

export type CodeGroup =
  | 'state'
  | 'product'
  | 'side'
  | 'unit'
  | 'capacity'
  | 'breakKind'
  | 'disputeKind'
  | 'exceptionKind'
  | 'parkedKind'
  | 'leg'
  | 'clock'
  | 'field'
  | 'outcome'
  | 'act'
  | 'problem'
  | 'reported'
  | 'topicSide'
  | 'versionStatus'
  | 'input'
  | 'yesNo'
  | 'accounting'
  | 'accountingShort'
  | 'periodState'
  | 'proposalState'
  | 'blocker'
  | 'remedy'
  | 'role'
  | 'factor'
  | 'personState'
  | 'conflict'
  | 'auditAct';

/** Everything a screen needs to speak the reader's language. */
export function useWords(): Words {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => {
    const separators = separatorsOf(language);
    const coded = (group: CodeGroup, code: string): string => {
      const key = `${group}.${code}`;
      return i18n.exists(key) ? t(key) : code;
    };
    return {
      t: (key, values) => t(key, values ?? {}),
      language,
      separators,
      coded,
      titled: (group, code) => {
        const word = coded(group, code);
        return word.charAt(0).toLocaleUpperCase(language) + word.slice(1);
      },
      anyOf: (words) => new Intl.ListFormat(language, { type: 'disjunction' }).format(words),
      count: (count) => amountText(String(count), separators),
      amount: (text) => amountText(text, separators),
      date: (date, form) => businessDateText(date, language, form),
      month: (month) => monthText(month, language),
      time: (instant) => timeText(instant, language),
      instant: (instant) => instantText(instant, language),
    };
  }, [t, i18n, language]);
}
