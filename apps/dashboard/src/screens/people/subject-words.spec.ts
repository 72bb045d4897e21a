import { roleChanges } from './subject-words.js';

describe('the difference of roles that an approver is shown', () => {
  it('says of each role whether it is given, kept or taken away', () => {
    expect(
      roleChanges({ kind: 'roles', handle: 'ingrid', roles: ['clerk', 'controller'] }, ['clerk', 'auditor']),
    ).toEqual([
      { role: 'clerk', change: 'kept' },
      { role: 'controller', change: 'given' },
      { role: 'auditor', change: 'taken' },
    ]);
  });

  it('gives every role to somebody who is invited, and is silent where no role changes', () => {
    expect(roleChanges({ kind: 'invite', handle: 'pau', name: 'Pau', roles: ['auditor'] }, null)).toEqual([
      { role: 'auditor', change: 'given' },
    ]);
    expect(roleChanges({ kind: 'disable', handle: 'pau' }, ['clerk'])).toEqual([]);
  });
});
