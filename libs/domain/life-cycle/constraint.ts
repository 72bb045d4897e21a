import { legalSteps } from './transitions.js';

/**
 * Statements that make a table refuse every change of its `state` column that the life cycle does not know.
 * `function` names the trigger function, schema-qualified.
 */
export function refuseIllegalSteps(table: string, functionName: string): string {
  const steps = [...new Set(legalSteps().map(({ from, to }) => `('${from}', '${to}')`))].join(', ');
  return `
    create function ${functionName}() returns trigger language plpgsql as $$
    begin
      raise exception 'illegal step of the life cycle: % to %', old.state, new.state using errcode = 'check_violation';
    end $$;

    create trigger legal_step before update of state on ${table} for each row
      when (old.state is distinct from new.state and (old.state, new.state) not in (${steps}))
      execute function ${functionName}();
  `;
}

/**
 * The same for a table that may take several steps at once: its `way` column names all states passed, from the old state to
 * the new, and every pair of neighbours must be a legal step.
 */
export function refuseIllegalWays(table: string, functionName: string): string {
  const steps = [...new Set(legalSteps().map(({ from, to }) => `'${from}>${to}'`))].join(', ');
  return `
    create function ${functionName}() returns trigger language plpgsql as $$
    begin
      if new.way[1] is distinct from old.state or new.way[array_length(new.way, 1)] is distinct from new.state or exists (
        select from generate_subscripts(new.way, 1) as place
        where place > 1 and new.way[place - 1] || '>' || new.way[place] not in (${steps})
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
