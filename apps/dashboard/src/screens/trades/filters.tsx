import { useId } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useWords, type CodeGroup } from '../../language/words.js';
import { Icon } from '../../parts/icon.js';
import type { TradesSearch } from '../../search.js';

export const filterNames = ['state', 'product', 'unit', 'capacity', 'counterparty', 'search'] as const;
type FilterName = (typeof filterNames)[number];

const choices: readonly {
  readonly name: Exclude<FilterName, 'search' | 'counterparty'>;
  readonly group: CodeGroup;
  readonly codes: readonly string[];
}[] = [
  {
    name: 'state',
    group: 'state',
    codes: [
      'open',
      'CAPTURED',
      'ENRICHED',
      'RECONCILED',
      'CONFIRMED',
      'INSTRUCTED',
      'MATCHED',
      'PARTIALLY_SETTLED',
      'FAILING',
      'CANCEL_PENDING',
      'SETTLED',
      'CANCELLED',
    ],
  },
  { name: 'product', group: 'product', codes: ['equity', 'bond', 'fx-spot', 'fx-forward', 'fx-swap', 'deposit'] },
  { name: 'unit', group: 'unit', codes: ['treasury', 'debt', 'risk'] },
  { name: 'capacity', group: 'capacity', codes: ['house', 'client'] },
];

const groupOf = Object.fromEntries(choices.map(({ name, group }) => [name, group])) as Partial<
  Record<FilterName, CodeGroup>
>;

/** Filters in force as chips, and a choice for each that is not. The address is the only memory of them. */
export function Filters({ search }: { readonly search: TradesSearch }) {
  const { t, coded } = useWords();
  const navigate = useNavigate({ from: '/trades' });
  const id = useId();
  const set = (name: FilterName, value: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, [name]: value, open: undefined }) });
  const inForce = filterNames.filter((name) => search[name] !== undefined);
  return (
    <div className="line filters" role="group" aria-label={t('filter.label')}>
      {inForce.map((name) => {
        const value = search[name] ?? '';
        const group = groupOf[name];
        const field = t(`filter.${name}`);
        return (
          <span key={name} className="chip">
            <span>
              {field} <span className="op">{t(name === 'search' ? 'filter.contains' : 'filter.is')}</span>{' '}
              <b>{group ? coded(group, value) : value}</b>
            </span>
            <button type="button" aria-label={t('filter.remove', { field })} onClick={() => set(name, undefined)}>
              <Icon name="x" />
            </button>
          </span>
        );
      })}
      {choices
        .filter(({ name }) => search[name] === undefined)
        .map(({ name, group, codes }) => (
          <span key={name}>
            <label className="hide" htmlFor={`${id}-${name}`}>
              {t(`filter.${name}`)}
            </label>
            <select id={`${id}-${name}`} value="" onChange={(event) => set(name, event.target.value)}>
              <option value="">{t(`filter.${name}`)}</option>
              {codes.map((code) => (
                <option key={code} value={code}>
                  {coded(group, code)}
                </option>
              ))}
            </select>
          </span>
        ))}
      {inForce.length > 0 && (
        <button
          className="btn bare"
          type="button"
          onClick={() => void navigate({ search: ({ sort, order }) => ({ sort, order }) })}
        >
          {t('filter.dropAll')}
        </button>
      )}
    </div>
  );
}
