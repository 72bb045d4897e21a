import {
  counterpartyConfirmation,
  encode,
  frontOfficeTrade,
  middleOfficeTrade,
  type EventContract,
  type TradeEvent,
  type TradeTerms,
} from '#contracts';
import type { OutgoingMessage } from '#platform/messaging';
import { amendedTerms, mistakenTerms } from './changed-terms.js';
import { chanceOf } from './chance.js';
import type { DaySettings } from './day-plan.js';
import { instantOf } from './instant.js';
import { malformedBody } from './malformed.js';
import { statedTerms } from './stated-terms.js';
import { makeTerms } from './trade-terms.js';
import { fateOf, type Fate } from './trouble.js';

/** Who speaks about a trade, and whether for the first time or to change what was said. */
export type Part = 'front' | 'middle' | 'statement' | 'front-change' | 'middle-change' | 'statement-change';

export interface Place {
  readonly when: 'before-cut-off' | 'after-cut-off';
  /** Some hundred trades later. */
  readonly later: boolean;
}

const NOW: Place = { when: 'before-cut-off', later: false };
const LATER: Place = { when: 'before-cut-off', later: true };
const AFTER: Place = { when: 'after-cut-off', later: false };

/** Seconds after the front office in which the others speak of the same trade. */
const DELAY: Readonly<Record<Part, number>> = {
  front: 0,
  middle: 4,
  statement: 95,
  'front-change': 600,
  'middle-change': 604,
  'statement-change': 700,
};

const DEALING_SECONDS = 9 * 3600;

/** What everybody says about every trade of a day; a pure function of the settings and the trade's index. */
export class TradeScript {
  constructor(private readonly settings: DaySettings) {}

  tradeId(index: number): string {
    return `T${this.settings.businessDate.replaceAll('-', '').slice(2)}-${String(index + 1).padStart(7, '0')}`;
  }

  fate(index: number): Fate {
    return fateOf(chanceOf(this.settings.seed, 'fate', index), this.settings.rates);
  }

  /** When a part is spoken, or undefined when it never is. */
  placeOf(index: number, part: Part): Place | undefined {
    const fate = this.fate(index);
    switch (part) {
      case 'front':
        return fate.kind === 'changed' && fate.overtakes ? LATER : NOW;
      case 'middle':
        return fate.kind === 'middle-late' ? AFTER : NOW;
      case 'statement':
        if (fate.kind === 'statement-missing') return undefined;
        return fate.kind === 'statement-late' ? AFTER : NOW;
      case 'front-change':
        if (fate.kind !== 'changed') return undefined;
        return fate.overtakes ? NOW : LATER;
      case 'middle-change':
        if (fate.kind === 'changed') return LATER;
        return fate.kind === 'middle-differs' && fate.corrected ? AFTER : undefined;
      case 'statement-change':
        if (fate.kind === 'changed') return LATER;
        return fate.kind === 'statement-differs' && fate.corrected ? AFTER : undefined;
    }
  }

  message(index: number, part: Part): OutgoingMessage {
    const { businessDate, trades } = this.settings;
    const seconds = 8 * 3600 + Math.floor((index * DEALING_SECONDS) / trades) + DELAY[part];
    const time = instantOf(
      businessDate,
      [seconds / 3600, (seconds / 60) % 60, seconds % 60]
        .map((unit) => String(Math.floor(unit)).padStart(2, '0'))
        .join(':'),
    );
    const [contract, body] = this.content(index, part, time);
    return { topic: contract.topic, key: this.tradeId(index), time, body };
  }

  private content(index: number, part: Part, time: string): [EventContract, string] {
    switch (part) {
      case 'front': {
        const event = this.tradeEvent(index, 'front');
        const fate = this.fate(index);
        return [
          frontOfficeTrade,
          fate.kind === 'malformed' ? malformedBody(event, fate.way) : encode(frontOfficeTrade, event),
        ];
      }
      case 'front-change':
        return [frontOfficeTrade, encode(frontOfficeTrade, this.tradeEvent(index, part))];
      case 'middle':
      case 'middle-change':
        return [middleOfficeTrade, encode(middleOfficeTrade, this.tradeEvent(index, part))];
      case 'statement':
      case 'statement-change':
        return [counterpartyConfirmation, this.statement(index, part, time)];
    }
  }

  private tradeEvent(index: number, part: Exclude<Part, 'statement' | 'statement-change'>): TradeEvent {
    const changes = part.endsWith('-change');
    const identity = {
      tradeId: this.tradeId(index),
      version: changes ? 2 : 1,
      sourceSystem: part.startsWith('front') ? 'alpha-dealing' : 'mid-control',
    };
    const fate = this.fate(index);
    if (changes && fate.kind === 'changed' && fate.action === 'CANCEL') return { action: 'CANCEL', ...identity };
    return { action: changes ? 'AMEND' : 'NEW', ...identity, terms: this.termsSaid(index, part) };
  }

  private terms(index: number): TradeTerms {
    const { seed, businessDate, dates } = this.settings;
    return makeTerms(chanceOf(seed, 'terms', index), businessDate, dates);
  }

  private termsSaid(index: number, part: Part): TradeTerms {
    const fate = this.fate(index);
    const terms = this.terms(index);
    const wrong =
      (fate.kind === 'middle-differs' && part === 'middle') ||
      (fate.kind === 'statement-differs' && part === 'statement');
    if (wrong) return mistakenTerms(terms);
    const amended = fate.kind === 'changed' && fate.action === 'AMEND' && part.endsWith('-change');
    return amended ? amendedTerms(terms, chanceOf(this.settings.seed, 'amendment', index)) : terms;
  }

  private statement(index: number, part: 'statement' | 'statement-change', time: string): string {
    const fate = this.fate(index);
    const tradeId = this.tradeId(index);
    const revision = part === 'statement' ? 1 : 2;
    const { counterparty, stated } = statedTerms(this.termsSaid(index, part));
    return encode(counterpartyConfirmation, {
      messageId: `${counterparty}:${tradeId}:${revision}`,
      counterparty,
      counterpartyReference: `${counterparty.slice(0, 4)}-${tradeId}`,
      tradeId,
      revision,
      kind: part === 'statement-change' && fate.kind === 'changed' && fate.action === 'CANCEL' ? 'CANCEL' : 'CONFIRM',
      terms: stated,
      sentAt: time,
    });
  }
}
