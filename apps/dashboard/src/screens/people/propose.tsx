import { useId, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { peopleProposalRequest, PeopleProposalRow, PeopleSubject, PersonRow, Role } from '#contracts';
import { conflictOf } from '#contracts/rights';
import { act } from '../../api/client.js';
import { peopleApi } from '../../api/people.js';
import { useActsOff } from '../../frame/acts-off.js';
import { WhyOff } from '../../frame/why-off.js';
import { useWords } from '../../language/words.js';
import { Act } from '../../parts/button.js';
import { Reason, tooShort } from '../../parts/reason.js';
import { Refusal } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { useSession } from '../../session/session.js';
import { RoleChoice } from './role-choice.js';

type ProposalRequest = z.input<typeof peopleProposalRequest>;
type Kind = PeopleSubject['kind'];

const KINDS: readonly Kind[] = ['invite', 'roles', 'disable', 'reset-factor', 'reset-password'];
/** As the API asks for it; the house checks again. */
const HANDLE = /^[a-z][a-z0-9._-]{1,31}$/;

interface ProposeProps {
  readonly people: readonly PersonRow[];
  readonly peoplePath: string;
}

/** Invites somebody, or changes what somebody may do: never at once, always by a proposal. */
export function ProposeAboutPeople({ people, peoplePath }: ProposeProps) {
  const { t, coded } = useWords();
  const session = useSession();
  const actsOff = useActsOff('propose-people');
  const queries = useQueryClient();
  const field = useId();
  const [kind, setKind] = useState<Kind>('invite');
  const [handle, setHandle] = useState('');
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState('');
  const [roles, setRoles] = useState<readonly Role[]>([]);
  const [reason, setReason] = useState('');
  const propose = useMutation({
    mutationFn: (body: ProposalRequest) => act<PeopleProposalRow>(`${peopleApi(peoplePath)}/proposals`, body),
    onSuccess: () => {
      setHandle('');
      setName('');
      setChosen('');
      setRoles([]);
      setReason('');
    },
    onSettled: () => queries.invalidateQueries(),
  });
  const concerned = people.filter(({ state, factor }) =>
    kind === 'reset-factor' ? factor !== 'none' : state !== 'disabled',
  );
  const person = concerned.find((each) => each.handle === chosen);
  const off = actsOff ?? offBecause();
  const submit = (): void => {
    if (off === null) propose.mutate({ subject: subject(), reason: reason.trim() });
  };
  const choosePerson = (next: string): void => {
    setChosen(next);
    setRoles(people.find((each) => each.handle === next)?.roles ?? []);
  };
  return (
    <form className="pad stackv" data-propose onSubmit={(event) => event.preventDefault()}>
      <div className="field">
        <label htmlFor={`${field}-kind`}>{t('people.kind')}</label>
        <select
          id={`${field}-kind`}
          value={kind}
          onChange={(event) => {
            setKind(KINDS.find((each) => each === event.target.value) ?? 'invite');
            setChosen('');
            setRoles([]);
          }}
        >
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {t(`people.kinds.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <p className="soft">{t(`people.effect.${kind}`)}</p>
      {kind === 'invite' ? (
        <>
          <div className="field">
            <label htmlFor={`${field}-handle`}>{t('me.handle')}</label>
            <input
              id={`${field}-handle`}
              type="text"
              autoComplete="off"
              autoCapitalize="none"
              maxLength={32}
              value={handle}
              aria-invalid={handle !== '' && !HANDLE.test(handle)}
              aria-describedby={`${field}-handle-hint`}
              onChange={(event) => setHandle(event.target.value.trim())}
            />
            <span id={`${field}-handle-hint`} className="hint">
              {t('people.handleHint')}
            </span>
          </div>
          <div className="field">
            <label htmlFor={`${field}-name`}>{t('me.name')}</label>
            <input
              id={`${field}-name`}
              type="text"
              autoComplete="off"
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </div>
        </>
      ) : (
        <div className="field">
          <label htmlFor={`${field}-person`}>{t('people.person')}</label>
          <select
            id={`${field}-person`}
            value={person?.handle ?? ''}
            onChange={(event) => choosePerson(event.target.value)}
          >
            <option value="">{t('people.choose')}</option>
            {concerned.map((each) => (
              <option key={each.handle} value={each.handle}>
                {each.handle}
              </option>
            ))}
          </select>
        </div>
      )}
      {(kind === 'invite' || kind === 'roles') && <RoleChoice chosen={roles} onChange={setRoles} />}
      <Reason value={reason} onChange={setReason} />
      {propose.error !== null && <Refusal error={propose.error} title={t('people.notProposed')} />}
      {propose.data && (
        <p role="status" data-proposed>
          <Status mark="pending" word={t('periods.nowWaits')} pill />
        </p>
      )}
      <div className="rows-of-acts">
        <Act main type="submit" busy={propose.isPending} off={off} onAct={submit}>
          {t(propose.isPending ? 'proposals.busy' : 'people.doPropose')}
        </Act>
        <span className="soft">{t('accept.as', { actor: session.handle })}</span>
      </div>
      <WhyOff off={off} />
    </form>
  );

  function subject(): PeopleSubject {
    if (kind === 'invite') return { kind, handle, name: name.trim(), roles: [...roles] };
    if (kind === 'roles') return { kind, handle: chosen, roles: [...roles] };
    return { kind, handle: chosen };
  }

  function offBecause(): string | null {
    if (kind === 'invite') {
      if (!HANDLE.test(handle)) return t('people.handleHint');
      if (name.trim() === '') return t('people.nameFirst');
      if (people.some((each) => each.handle === handle)) return t('people.handleTaken', { handle });
    } else if (person === undefined) return t('people.personFirst');
    if (kind === 'invite' || kind === 'roles') {
      const conflict = conflictOf(roles);
      if (roles.length === 0) return t('people.rolesFirst');
      if (conflict !== undefined) return t('people.rolesApart', { why: coded('conflict', conflict) });
      if (person !== undefined && sameRoles(person.roles, roles)) return t('people.rolesSame', { handle: chosen });
    }
    return tooShort(reason) ? t('accept.reasonFirst') : null;
  }
}

function sameRoles(one: readonly Role[], other: readonly Role[]): boolean {
  return one.length === other.length && one.every((role) => other.includes(role));
}
