import type { PeopleSubject, Role } from '#contracts';
import type { Words } from '../../language/words.js';

/** What a proposal about people would do, in one sentence. */
export function subjectWords(subject: PeopleSubject, { t }: Words): string {
  const { kind, handle } = subject;
  return kind === 'invite'
    ? t('people.change.invite', { handle, name: subject.name })
    : t(`people.change.${kind}`, { handle });
}

export interface RoleChange {
  readonly role: Role;
  readonly change: 'given' | 'taken' | 'kept';
}

/** Role by role, what a proposal gives, takes and leaves; nothing where it is not about roles. */
export function roleChanges(subject: PeopleSubject, before: readonly Role[] | null): readonly RoleChange[] {
  if (subject.kind !== 'invite' && subject.kind !== 'roles') return [];
  const held = before ?? [];
  return [
    ...subject.roles.map((role) => ({ role, change: held.includes(role) ? 'kept' : 'given' }) as const),
    ...held.filter((role) => !subject.roles.includes(role)).map((role) => ({ role, change: 'taken' }) as const),
  ];
}
