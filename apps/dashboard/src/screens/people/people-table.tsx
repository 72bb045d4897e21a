import type { PersonRow } from '#contracts';
import { useWords } from '../../language/words.js';
import { Status, type Mark } from '../../parts/status.js';

const marks: Readonly<Record<PersonRow['state'], Mark>> = { invited: 'pending', active: 'settled', disabled: 'held' };

/** Everybody who has, had or is about to have access. */
export function PeopleTable({ people }: { readonly people: readonly PersonRow[] }) {
  const { t, coded, titled, instant } = useWords();
  return (
    <table className="t b" data-people>
      <thead>
        <tr>
          <th scope="col">{t('people.person')}</th>
          <th scope="col">{t('me.roles')}</th>
          <th scope="col">{t('column.state')}</th>
          <th scope="col" className="p2">
            {t('me.factor')}
          </th>
          <th scope="col" className="p1">
            {t('people.lastSignIn')}
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map(({ handle, name, roles, state, factor, lastSignInAt }) => (
          <tr key={handle}>
            <th scope="row">
              <span className="code">{handle}</span> <span className="soft">{name}</span>
            </th>
            <td className="wrap">{roles.map((role) => coded('role', role)).join(', ')}</td>
            <td>
              <Status mark={marks[state]} word={titled('personState', state)} />
            </td>
            <td className="p2">{coded('factor', factor)}</td>
            <td className="p1">{lastSignInAt === null ? t('people.neverSignedIn') : instant(lastSignInAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
