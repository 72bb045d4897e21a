import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Terms } from './events.js';

/** One message that one service has handled. */
@Entity('handled_message')
export class HandledMessage {
  @PrimaryColumn('text') service!: string;
  @PrimaryColumn('text') messageId!: string;
}

@Entity('intake_version')
export class TradeVersion {
  @PrimaryColumn('text') tradeId!: string;
  @PrimaryColumn('text') side!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('jsonb') terms!: Terms;
  @Column('text') rawMessage!: string;
}

@Entity('intake_trade')
export class TradeRow {
  @PrimaryColumn('text') tradeId!: string;
  @Column('text') state!: string;
  @Column('text') isin!: string;
  @Column('text') quantity!: string;
  @Column('text') counterparty!: string;
  @Column('text') book!: string;
  @Column('text') settlementDate!: string;
}

/** What later services told about a trade. */
@Entity('intake_fact')
export class Fact {
  @PrimaryColumn('text') eventId!: string;
  @Column('text') tradeId!: string;
  @Column('text') kind!: string;
  @Column('text') occurredAt!: string;
}

@Entity('reconciliation_trade')
export class ComparedTrade {
  @PrimaryColumn('text') tradeId!: string;
  @Column('jsonb', { nullable: true }) front!: Terms | null;
  @Column('jsonb', { nullable: true }) middle!: Terms | null;
  @Column('boolean') agreed!: boolean;
}

@Entity('confirmation_trade')
export class ConfirmedTrade {
  @PrimaryColumn('text') tradeId!: string;
  @Column('jsonb', { nullable: true }) ours!: Terms | null;
  @Column('jsonb', { nullable: true }) theirs!: Terms | null;
  @Column('boolean') confirmed!: boolean;
}

@Entity('settlement_obligation')
export class Obligation {
  @PrimaryColumn('text') instructionId!: string;
  @Column('text') tradeId!: string;
  @Column('text') state!: string;
  @Column('jsonb') terms!: Terms;
}

@Entity('units_obligation')
export class UnitObligation {
  @PrimaryColumn('text') instructionId!: string;
  @Column('text') book!: string;
  @Column('numeric') pay!: string;
  @Column('boolean') settled!: boolean;
}

@Entity('custodian_instruction')
export class CustodianInstruction {
  @PrimaryColumn('text') instructionId!: string;
  @Column('text') tradeId!: string;
}

@Entity('ledger_journal')
export class JournalRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') tradeId!: string;
  @Column('text') book!: string;
  @Column('text') rule!: string;
  @Column('date') effectiveDate!: string;
}

@Entity('ledger_posting')
export class PostingRow {
  @PrimaryColumn('text') journalId!: string;
  @PrimaryColumn('smallint') ord!: number;
  @Column('text') account!: string;
  @Column('text') detail!: string;
  @Column('text') currency!: string;
  /** Positive debits, negative credits. */
  @Column('numeric') minorUnits!: string;
}

@Entity('ledger_balance')
export class BalanceRow {
  /** Book, account, detail and currency. */
  @PrimaryColumn('text') id!: string;
  @Column('numeric') minorUnits!: string;
}

export const allRows = [
  HandledMessage,
  TradeVersion,
  TradeRow,
  Fact,
  ComparedTrade,
  ConfirmedTrade,
  Obligation,
  UnitObligation,
  CustodianInstruction,
  JournalRow,
  PostingRow,
  BalanceRow,
];
