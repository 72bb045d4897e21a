import fc from 'fast-check';
import type { Trade } from '#domain/trade';
import { amount, worked2Equity, worked5Deposit } from '#test/worked-trades';
import {
  ALL_SETTLED,
  CANCELLED_FOR_GOOD,
  hasSettledPart,
  hearStatus,
  MOVED_TOO_LATE,
  PART_SETTLED,
  passCutOff,
  SettlingCase,
  unknownTrade,
  withConfirmation,
  withVersion,
  type Said,
  type StatusReport,
} from './index.js';

const AT = '2026-06-17T09:00:00Z';
const cause = { id: 'cause', at: AT };
const shares = worked2Equity();
const dearer = worked2Equity({ price: '51.00', consideration: amount('51000.00') });
const elsewhere = worked2Equity({ book: 'house.debt', unit: 'debt' });

type Version = Parameters<typeof withVersion>[1];

/** A front-office version that replaces the one before it. */
const version = (
  number: number,
  action: 'AMEND' | 'CANCEL',
  trade: Trade | null = null,
  amendment: Version['amendment'] = null,
): Version => ({
  version: number,
  action,
  amendment: action === 'AMEND' ? (amendment ?? 'economic') : null,
  replaces: number - 1,
  terms: trade && { version: number, trade },
});

/** One trade and whoever speaks of it. */
class Desk {
  readonly case = new SettlingCase(unknownTrade('T1'), new Map(), () => 'CUSTODIAN');
  private messages = 0;

  confirm(number: number, trade: Trade): this {
    this.case.trade = withConfirmation(this.case.trade, { version: number, trade });
    this.case.advance(cause);
    return this;
  }

  capture(given: Version): this {
    this.case.trade = withVersion(this.case.trade, given);
    this.case.advance(cause);
    return this;
  }

  status(instructionId: string, status: StatusReport['status'], more: Partial<StatusReport> = {}): this {
    const obligation = this.case.obligations.find((one) => one.instructionId === instructionId);
    if (!obligation) throw new Error(`no instruction ${instructionId}`);
    const report = {
      messageId: `m${(this.messages += 1)}`,
      status,
      occurredAt: AT,
      effectiveDate: '2026-06-17',
      ...more,
    };
    this.case.follow(hearStatus(obligation, report));
    this.case.advance(cause);
    return this;
  }

  cutOff(date = '2026-06-17'): this {
    for (const obligation of this.case.obligations) this.case.follow(passCutOff(obligation, date, cause));
    return this;
  }

  said(): string[] {
    return this.case.said.map(shown);
  }
}

function shown(said: Said): string {
  switch (said.kind) {
    case 'step':
      return `${said.step.transition} ${said.obligation.instructionId} ${said.step.to} as v${said.version}`;
    case 'withdrawn': {
      const { version: of, by, nextVersion, next, settled } = said.withdrawal;
      const kept = settled.map(({ leg, quantity }) => ` kept ${leg} ${quantity ?? 'cash'}`).join('');
      return `withdrawn v${of} by ${by} v${nextVersion}${next ? '' : ' for nothing'}${kept}`;
    }
    case 'refused':
      return `refused v${said.version}: ${said.reason}`;
  }
}

const V1 = 'T1/1/delivery';
const V2 = 'T1/2/delivery';

describe('a cancel', () => {
  it('of what was never instructed withdraws at once, and a late confirmation changes nothing', () => {
    expect(new Desk().capture(version(2, 'CANCEL')).confirm(1, shares).said()).toEqual([
      'withdrawn v1 by CANCEL v2 for nothing',
    ]);
  });

  it('of what is at the custodian waits for it', () => {
    const desk = new Desk().confirm(1, shares).status(V1, 'MATCHED').capture(version(2, 'CANCEL'));
    expect(desk.said()).toEqual([
      `L8 ${V1} INSTRUCTED as v1`,
      `L11 ${V1} MATCHED as v1`,
      `L24 ${V1} CANCEL_PENDING as v1`,
    ]);
    expect(desk.status(V1, 'CANCELLED').said().slice(3)).toEqual([
      `L25 ${V1} CANCELLED as v1`,
      'withdrawn v1 by CANCEL v2 for nothing',
    ]);
  });

  it('that overtakes its trade leaves a tombstone, and withdraws nothing that was never captured', () => {
    expect(
      new Desk()
        .capture({ ...version(2, 'CANCEL'), replaces: null })
        .confirm(1, shares)
        .said(),
    ).toEqual([]);
  });

  it('of the rest leaves the settled part standing', () => {
    const desk = new Desk().confirm(1, shares).status(V1, 'PARTIALLY_SETTLED', { settledQuantity: '400' });
    expect(desk.capture(version(2, 'CANCEL')).status(V1, 'CANCELLED').said().at(-1)).toBe(
      'withdrawn v1 by CANCEL v2 for nothing kept delivery 400',
    );
  });

  it('comes too late when all has settled', () => {
    const desk = new Desk().confirm(1, shares).status(V1, 'SETTLED').capture(version(2, 'CANCEL'));
    expect(desk.said().at(-1)).toBe(`refused v2: ${ALL_SETTLED}`);
  });

  it('is overtaken by settlement', () => {
    const desk = new Desk().confirm(1, shares).capture(version(2, 'CANCEL')).status(V1, 'SETTLED');
    expect(desk.said().slice(-2)).toEqual([`L26 ${V1} SETTLED as v1`, `refused v2: ${ALL_SETTLED}`]);
  });

  it('is final', () => {
    const desk = new Desk().confirm(1, shares).capture(version(2, 'CANCEL')).status(V1, 'CANCELLED');
    expect(
      desk
        .capture(version(3, 'AMEND', dearer))
        .said()
        .at(-1),
    ).toBe(`refused v3: ${CANCELLED_FOR_GOOD}`);
  });

  it('of two legs waits for both', () => {
    const deposit = worked5Deposit();
    const desk = new Desk().confirm(1, deposit).status('T1/1/start', 'SETTLED').capture(version(2, 'CANCEL'));
    expect(desk.said().at(-1)).toBe('L24 T1/1/maturity CANCEL_PENDING as v1');
    expect(desk.status('T1/1/maturity', 'CANCELLED').said().at(-1)).toBe(
      'withdrawn v1 by CANCEL v2 for nothing kept start cash',
    );
  });
});

describe('an economic amendment', () => {
  it('holds the new version until the custodian has cancelled the old one', () => {
    const desk = new Desk()
      .confirm(1, shares)
      .capture(version(2, 'AMEND', dearer))
      .confirm(2, dearer);
    expect(desk.said()).toEqual([`L8 ${V1} INSTRUCTED as v1`, `L24 ${V1} CANCEL_PENDING as v1`]);
    expect(desk.status(V1, 'CANCELLED').said().slice(2)).toEqual([
      `L25 ${V1} CANCELLED as v1`,
      'withdrawn v1 by AMEND v2',
      `L8 ${V2} INSTRUCTED as v2`,
    ]);
  });

  it('waits when the custodian denies, and is refused when the old version settles after all', () => {
    const desk = new Desk()
      .confirm(1, shares)
      .capture(version(2, 'AMEND', dearer))
      .confirm(2, dearer);
    desk.status(V1, 'CANCEL_DENIED').cutOff();
    expect(desk.said().slice(2)).toEqual([`L26 ${V1} INSTRUCTED as v1`, `L19 ${V1} FAILING as v1`]);
    expect(desk.status(V1, 'SETTLED').said().at(-1)).toBe(`refused v2: ${ALL_SETTLED}`);
    expect(desk.case.obligations).toHaveLength(1);
  });

  it('of an amendment not yet in effect waits its turn: versions are withdrawn in their order', () => {
    const desk = new Desk()
      .confirm(1, shares)
      .capture(version(2, 'AMEND', dearer))
      .capture(version(3, 'CANCEL'));
    expect(desk.status(V1, 'CANCELLED').said().slice(-2)).toEqual([
      'withdrawn v1 by AMEND v2',
      'withdrawn v2 by CANCEL v3 for nothing',
    ]);
  });

  it('is refused once a part has settled, and a cancel of the rest still works', () => {
    const desk = new Desk().confirm(1, shares).status(V1, 'PARTIALLY_SETTLED', { settledQuantity: '400' });
    expect(
      desk
        .capture(version(2, 'AMEND', dearer))
        .said()
        .at(-1),
    ).toBe(`refused v2: ${PART_SETTLED}`);
    desk.capture(version(3, 'CANCEL')).status(V1, 'CANCELLED');
    expect(desk.said().at(-1)).toBe('withdrawn v1 by CANCEL v3 for nothing kept delivery 400');
  });

  it('that a part overtakes cancels the rest and settles nothing twice', () => {
    const desk = new Desk()
      .confirm(1, shares)
      .capture(version(2, 'AMEND', dearer))
      .confirm(2, dearer);
    desk.status(V1, 'PARTIALLY_SETTLED', { settledQuantity: '400' }).status(V1, 'CANCELLED');
    expect(desk.said().slice(-2)).toEqual([
      'withdrawn v1 by CANCEL v2 for nothing kept delivery 400',
      `refused v2: ${PART_SETTLED}`,
    ]);
    expect(desk.case.obligations).toHaveLength(1);
  });
});

describe('an internal amendment', () => {
  const moved = version(2, 'AMEND', elsewhere, 'internal');

  it('moves the books and leaves the instruction, whichever version is confirmed and whenever', () => {
    for (const desk of [
      new Desk().confirm(1, shares).capture(moved).confirm(2, elsewhere),
      new Desk().capture(moved).confirm(1, shares),
      new Desk().capture(moved).confirm(2, elsewhere),
      new Desk().confirm(2, elsewhere).capture(moved).confirm(1, shares),
    ]) {
      desk.status(V1, 'SETTLED');
      expect(desk.said().filter((line) => line.startsWith('L8'))).toHaveLength(1);
      expect(desk.said()).toContain('withdrawn v1 by AMEND v2');
      const last = desk.case.said.at(-1);
      expect(last?.kind === 'step' && [last.version, last.terms?.trade.book]).toEqual([2, 'house.debt']);
    }
  });

  it('says a fail again, for the new books', () => {
    const desk = new Desk().confirm(1, shares).cutOff().capture(moved);
    expect(desk.said().slice(-3)).toEqual([
      `L19 ${V1} FAILING as v1`,
      'withdrawn v1 by AMEND v2',
      `L27 ${V1} FAILING as v2`,
    ]);
  });

  it('is refused once a part has settled in the old book', () => {
    const desk = new Desk().confirm(1, shares).status(V1, 'SETTLED').capture(moved);
    expect(desk.said().at(-1)).toBe(`refused v2: ${MOVED_TOO_LATE}`);
  });
});

interface Scenario {
  readonly captured: readonly Version[];
  readonly confirmed: readonly { readonly number: number; readonly trade: Trade }[];
  readonly denies: boolean;
}

/** A custodian that matches and answers, each some time after it is asked; `choose` says who speaks next. */
function play({ captured, confirmed, denies }: Scenario, choose: (open: number) => number): Desk {
  const desk = new Desk();
  const speakers: (() => unknown)[][] = [
    captured.map((one) => () => desk.capture(one)),
    ...confirmed.map(({ number, trade }) => [() => desk.confirm(number, trade)]),
  ];
  let heard = 0;
  for (;;) {
    for (const said of desk.case.said.slice(heard)) {
      if (said.kind !== 'step') continue;
      const { instructionId } = said.obligation;
      const answer = denies ? 'CANCEL_DENIED' : 'CANCELLED';
      if (said.step.kind === 'released') speakers.push([() => desk.status(instructionId, 'MATCHED')]);
      if (said.step.kind === 'cancellation-requested') speakers.push([() => desk.status(instructionId, answer)]);
    }
    heard = desk.case.said.length;
    const open = speakers.filter((speaker) => speaker.length > 0);
    if (open.length === 0) return desk;
    open[choose(open.length)]?.shift()?.();
  }
}

const scenarios: Record<string, Scenario> = {
  cancelled: { captured: [version(2, 'CANCEL')], confirmed: [{ number: 1, trade: shares }], denies: false },
  amended: {
    captured: [version(2, 'AMEND', dearer)],
    confirmed: [
      { number: 1, trade: shares },
      { number: 2, trade: dearer },
    ],
    denies: false,
  },
  'moved and then amended': {
    captured: [version(2, 'AMEND', elsewhere, 'internal'), version(3, 'AMEND', dearer)],
    confirmed: [
      { number: 1, trade: shares },
      { number: 2, trade: elsewhere },
      { number: 3, trade: dearer },
    ],
    denies: false,
  },
  'amended, moved and cancelled': {
    captured: [
      version(2, 'AMEND', dearer),
      version(3, 'AMEND', { ...dearer, book: 'house.debt' }, 'internal'),
      version(4, 'CANCEL'),
    ],
    confirmed: [
      { number: 1, trade: shares },
      { number: 2, trade: dearer },
    ],
    denies: false,
  },
  'not let go by the custodian': {
    captured: [version(2, 'AMEND', elsewhere, 'internal')],
    confirmed: [{ number: 2, trade: elsewhere }],
    denies: true,
  },
};

/** Where it ended, cancelled obligations of which nothing settled left aside. */
function truth({ case: { trade, obligations, said } }: Desk) {
  const { standing, changes, refused, held } = trade;
  return {
    standing,
    waiting: changes.map((change) => change.version),
    refused,
    held: held?.version ?? null,
    obligations: obligations
      .filter((one) => one.state !== 'CANCELLED' || hasSettledPart(one))
      .map(({ instructionId, state, settled }) => ({ instructionId, state, settled })),
    withdrawn: said.flatMap((one) => (one.kind === 'withdrawn' ? [{ ...one.withdrawal }] : [])),
  };
}

describe('the order of confirmations, changes and reports', () => {
  it.each(Object.keys(scenarios))('makes no difference to a trade that is %s', (name) => {
    const scenario = scenarios[name] as Scenario;
    const tidy = truth(play(scenario, () => 0));
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (choices) => {
        const desk = play(scenario, (open) => (choices.next().value as number) % open);
        expect(truth(desk)).toEqual(tidy);
      }),
      { numRuns: 300 },
    );
  });

  it('says of every version that does not stand that it is withdrawn, once and in order', () => {
    for (const scenario of Object.values(scenarios)) {
      const { withdrawn } = truth(play(scenario, () => 0));
      expect(withdrawn.map((one) => [one.version, one.nextVersion])).toEqual(
        scenario.captured.map((one) => [one.version - 1, one.version]),
      );
    }
  });
});
