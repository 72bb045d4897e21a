import { backOfficeFact, encode, payrollBatch, type EventOf } from '#contracts';
import { addMonths } from '#domain/calendars';
import { isIsin } from '#domain/identifiers';
import { houseRecords } from '#domain/parties';
import type { OutgoingMessage } from '#platform/messaging';
import { chanceOf, type Chance } from './chance.js';
import type { DaySettings } from './day-plan.js';
import { instantOf } from './instant.js';
import { COUNTERPARTIES } from './trade-terms.js';

type Fact = EventOf<typeof backOfficeFact>;
type Payroll = EventOf<typeof payrollBatch>;

const CLIENTS = houseRecords.parties.filter(({ role }) => role === 'client').map(({ code }) => code);
const COLLATERAL = 'ES0A51B00019';
const NOSTRO = 'NOSTRO-EUR';
const CUSTODIAN = 'KUSTBEB0';
/** Regular coupons are counted back from maturity; after four years also a leap day comes back. */
const TERM_MONTHS = 48;

const eur = (whole: number): { amount: string; currency: string } => ({ amount: `${whole}.00`, currency: 'EUR' });

/** What other systems of the house tell on a day, a little of each kind, so that the books show all of it. */
export class BackOfficeDay {
  private readonly chance: Chance;
  private readonly date: string;
  /** Names the day in every id: the same day tells the same, another day something else. */
  private readonly name: string;
  private readonly counterparty: string;
  private readonly client: string;
  private readonly repoDays: number;

  constructor(
    private readonly settings: Pick<DaySettings, 'seed' | 'businessDate' | 'settlementDates' | 'duplicatesPercent'>,
  ) {
    const { seed, businessDate, settlementDates } = settings;
    this.date = businessDate;
    this.name = businessDate.replaceAll('-', '').slice(2);
    this.chance = chanceOf(seed, 'back-office', businessDate);
    this.counterparty = this.chance.pick(COUNTERPARTIES);
    this.client = this.chance.pick(CLIENTS);
    this.repoDays = Math.max(1, settlementDates.length - 1);
  }

  /** In the morning: what is agreed, charged and received that day, and the payroll that waits for a second person. */
  opening(): OutgoingMessage[] {
    return this.withDuplicates('07:10:00', [
      this.fact('repo-opened', {
        ...{ repoId: `REPO-${this.name}`, book: 'house.treasury', counterparty: this.counterparty, direction: 'REPO' },
        ...{ cash: eur((20 + this.chance.below(60)) * 100_000), ratePercent: `3.${10 + this.chance.below(80)}` },
        ...{ dayCount: 'ACT/360', startDate: this.date, endDate: this.endOfRepo() },
        ...{ collateral: { isin: COLLATERAL, value: eur(5_000_000), mayBePledgedOn: false }, nostro: NOSTRO },
      }),
      this.fact('debt-issued', {
        ...{ isin: this.issue(), book: 'house.debt', nominal: eur((10 + this.chance.below(40)) * 1_000_000) },
        ...{ couponPercent: `3.${25 * this.chance.below(4)}`, couponsPerYear: 2, issueDate: this.date },
        ...{ maturityDate: addMonths(this.date, TERM_MONTHS), issuePrice: `99.${10 + this.chance.below(80)}` },
        ...{ costs: eur(40_000), nostro: NOSTRO },
      }),
      this.fact('fee-accrued', {
        ...{
          reference: `FEE-${this.name}`,
          book: 'house.debt',
          payee: CUSTODIAN,
          amount: eur(100 + this.chance.below(900)),
        },
        on: this.date,
      }),
      this.fact('client-invoiced', {
        ...{ reference: `INV-${this.name}`, book: 'house.risk', client: this.client, vatPercent: '21', on: this.date },
        fee: eur(500 + this.chance.below(4_500)),
      }),
      this.fact('credit-unidentified', {
        ...{ reference: `CREDIT-${this.name}`, nostro: NOSTRO, amount: eur(1_000 + this.chance.below(90_000)) },
        valueDate: this.date,
      }),
      this.payroll(),
    ]);
  }

  /** In the evening: what the unidentified credit turned out to be. */
  evening(): OutgoingMessage[] {
    return this.withDuplicates('18:20:00', [
      this.fact('credit-matched', {
        ...{ reference: `CREDIT-${this.name}`, nostro: NOSTRO, book: 'house.risk', account: '1230', on: this.date },
        ...{ detail: this.counterparty, reason: `claim of ${this.date} paid by ${this.counterparty}` },
      }),
    ]);
  }

  /** On a later day: what is paid and what ends. */
  later(date: string): OutgoingMessage[] {
    const { settlementDates } = this.settings;
    return this.withDuplicates(
      '07:10:00',
      [
        ...(date === settlementDates[0]
          ? [
              this.fact('fee-paid', { reference: `FEE-${this.name}`, payee: CUSTODIAN, on: date, nostro: NOSTRO }),
              this.fact('invoice-collected', {
                ...{ reference: `INV-${this.name}`, client: this.client, on: date, nostro: NOSTRO },
              }),
            ]
          : []),
        ...(date === this.endOfRepo()
          ? [this.fact('repo-ended', { repoId: `REPO-${this.name}`, on: date, nostro: NOSTRO })]
          : []),
      ],
      date,
    );
  }

  private endOfRepo(): string {
    return this.settings.settlementDates[this.repoDays] ?? addMonths(this.date, 1);
  }

  /** An identifier of the day's own issue, with its check digit. */
  private issue(): string {
    const base = `ES0A5${this.name}`;
    return [...'0123456789'].map((digit) => base + digit).find(isIsin) ?? base;
  }

  private fact(kind: Fact['kind'], body: object): Told {
    return { contract: backOfficeFact, event: { kind, factId: `${kind}:${this.name}`, ...body } };
  }

  private payroll(): Told {
    const lines = Array.from({ length: 3 + this.chance.below(4) }, (_, index) => this.payLine(index));
    const total = lines.reduce((sum, { gross }) => sum + Number.parseInt(gross, 10), 0);
    const event: Omit<Payroll, 'occurredAt'> = {
      ...{ messageId: `PAYROLL-${this.name}`, batchId: `PAYROLL-${this.name}`, unit: 'treasury' },
      ...{
        period: this.date.slice(0, 7),
        effectiveDate: this.date,
        currency: 'EUR',
        controlTotal: `${total}.00`,
        lines,
      },
      ...{ preparedBy: 'carmen', reason: `Payroll of ${this.date}` },
    };
    return { contract: payrollBatch, event };
  }

  /** Gross pay and the house's share are what is owed to employee, tax office and social security together. */
  private payLine(index: number): Payroll['lines'][number] {
    const gross = 2_000 + 10 * this.chance.below(300);
    const [tax, ofEmployee, ofHouse] = [Math.floor(gross / 5), Math.floor(gross / 16), Math.floor(gross / 4)];
    return {
      employee: `E-${index + 1}`,
      gross: `${gross}.00`,
      employerSocialSecurity: `${ofHouse}.00`,
      netPay: `${gross - tax - ofEmployee}.00`,
      tax: `${tax}.00`,
      socialSecurity: `${ofEmployee + ofHouse}.00`,
    };
  }

  /** Each message, and again those that happen to arrive twice. */
  private withDuplicates(time: string, told: readonly Told[], date = this.date): OutgoingMessage[] {
    const { seed, duplicatesPercent } = this.settings;
    const chance = chanceOf(seed, 'back-office-duplicates', date, time);
    const messages = told.map((one) => messageOf(one, instantOf(date, time)));
    return [...messages, ...messages.filter(() => chance.happens(duplicatesPercent))];
  }
}

type Told =
  | { readonly contract: typeof backOfficeFact; readonly event: object }
  | { readonly contract: typeof payrollBatch; readonly event: object };

function messageOf({ contract, event }: Told, time: string): OutgoingMessage {
  const body = { ...event, occurredAt: time };
  return contract === backOfficeFact
    ? { topic: contract.topic, key: contract.key(body as Fact), time, body: encode(contract, body as Fact) }
    : messageOfPayroll(body as Payroll, time);
}

const messageOfPayroll = (batch: Payroll, time: string): OutgoingMessage => ({
  ...{ topic: payrollBatch.topic, key: payrollBatch.key(batch), time, body: encode(payrollBatch, batch) },
});
