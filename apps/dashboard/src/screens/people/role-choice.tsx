import type { Role } from '#contracts';
import { roles } from '#contracts/rights';
import { useWords } from '../../language/words.js';

interface RoleChoiceProps {
  readonly chosen: readonly Role[];
  readonly onChange: (chosen: readonly Role[]) => void;
}

/** Roles to hold, each with what it does; which of them one person may hold together is said where they are proposed. */
export function RoleChoice({ chosen, onChange }: RoleChoiceProps) {
  const { t, titled } = useWords();
  return (
    <fieldset className="role-choice">
      <legend className="label">{t('me.roles')}</legend>
      {roles.map((role) => (
        <label key={role}>
          <span className="tick">
            <input
              type="checkbox"
              value={role}
              checked={chosen.includes(role)}
              onChange={(event) =>
                onChange(roles.filter((each) => (each === role ? event.target.checked : chosen.includes(each))))
              }
            />
          </span>
          {titled('role', role)} <span className="quiet">{t(`people.does.${role}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
