import { amountParts, isNegative, isZero, magnitude } from '../format/amount.js';
import { useWords } from '../language/words.js';
import type { Amount as Money } from '#contracts';
import { Icon } from './icon.js';

interface AmountProps {
  /** Decimal text, as the API gives it. */
  readonly value: string;
  /** A movement carries its plus. */
  readonly movement?: boolean;
}

/** Decimal text grouped for the reader, with dimmed decimals. */
export function Amount({ value, movement = false }: AmountProps) {
  const { separators } = useWords();
  const { sign, whole, fraction } = amountParts(value, separators, movement);
  return (
    <>
      {sign + whole}
      {fraction && <span className="f">{fraction}</span>}
    </>
  );
}

/** Code before the amount in English, after it in Spanish. */
export function MoneyText({ money }: { readonly money: Money }) {
  const { language } = useWords();
  const amount = <Amount value={money.amount} />;
  return language === 'es' ? (
    <span className="nowrap">
      {amount} {money.currency}
    </span>
  ) : (
    <span className="nowrap">
      {money.currency} {amount}
    </span>
  );
}

/** A ledger balance: an en dash for zero, else the amount and D or C instead of a sign. */
export function Balance({ value }: { readonly value: string }) {
  const { t } = useWords();
  if (isZero(value))
    return (
      <>
        <span className="quiet">–</span>
        <span className="dc" />
      </>
    );
  const credit = isNegative(value);
  return (
    <>
      <Amount value={magnitude(value)} />
      <abbr className="dc" title={t(credit ? 'ledger.credit' : 'ledger.debit')}>
        {t(credit ? 'ledger.creditMark' : 'ledger.debitMark')}
      </abbr>
    </>
  );
}

/** A sum that must be zero: written out with a check when it is, called off by its amount when it is not. */
export function ProvedZero({
  value,
  holds = true,
  double = false,
}: {
  readonly value: string;
  readonly holds?: boolean;
  readonly double?: boolean;
}) {
  const { t, amount } = useWords();
  if (holds && isZero(value))
    return (
      <span className={double ? 'zero sum' : 'zero'}>
        <Icon name="check" />
        {amount(value)}
      </span>
    );
  return (
    <span className="st st-failing strong">
      <Icon name="failing" />
      {t('proof.off', { amount: amount(value) })}
    </span>
  );
}
