import { legalSteps } from './transitions.js';

/**
 * Statements that make a table refuse every change of its `state` column that the life cycle does not know. Several steps may
 * come at once: the `way` column names all states passed, from the old to the new, and every pair of neighbours must be legal.
 * `functionName` names the trigger function, schema-qualified.
 */
export function refuseIllegalWays(table: string, functionName: string): string {
  const steps = [...new Set(legalSteps().map(({ from, to }) => `'${from}>${to}'`))].join(', ');
  return `
    create function ${functionName}() returns trigger language plpgsql as $$
    declare passed text[] := new.way::text[];
    begin
      if passed[1] is distinct from old.state or passed[array_length(passed, 1)] is distinct from new.state or exists (
        select from generate_subscripts(passed, 1) as place
        where place > 1 and passed[place - 1] || '>' || passed[place] not in (${steps})
      ) then
        raise exception 'illegal way through the life cycle: % to % by %', old.state, new.state, new.way
          using errcode = 'check_violation';
      end if;
      return new;
    end $$;

    create trigger legal_way before update of state on ${table} for each row
      when (old.state is distinct from new.state) execute function ${functionName}();
  `;
}
