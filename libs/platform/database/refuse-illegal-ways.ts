/**
 * Statements that make a table refuse every change of its `state` column that is not made of the given steps. Several steps may
 * come at once: the `way` column names all states passed, from the old to the new, and every pair of neighbours must be legal.
 * @param functionName of the trigger function, schema-qualified
 */
export function refuseIllegalWays(
  table: string,
  functionName: string,
  legalSteps: readonly { readonly from: string; readonly to: string }[],
): string {
  const steps = [...new Set(legalSteps.map(({ from, to }) => `'${from}>${to}'`))].join(', ');
  return `
    create function ${functionName}() returns trigger language plpgsql as $$
    declare
      legal constant text[] := array[${steps}];
      passed text[] := new.way::text[];
      wrong boolean := passed[1] is distinct from old.state or passed[array_length(passed, 1)] is distinct from new.state;
    begin
      -- No query in here: this runs for every trade that moves.
      for place in 2 .. coalesce(array_length(passed, 1), 0) loop
        wrong := wrong or passed[place - 1] || '>' || passed[place] <> all (legal);
      end loop;
      if wrong then
        raise exception 'illegal way through the life cycle: % to % by %', old.state, new.state, new.way
          using errcode = 'check_violation';
      end if;
      return new;
    end $$;

    create trigger legal_way before update of state on ${table} for each row
      when (old.state is distinct from new.state) execute function ${functionName}();
  `;
}
