import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  readKept,
  tradeSorts,
  type Page,
  type TimelineEntry,
  type TradeDetail,
  type TradeRow,
  type TradeVersionView,
} from '#contracts';
import { FINAL, states, transitions } from '#domain/life-cycle';
import { economics, type Trade } from '#domain/trade';
import { Database } from '#platform/database';
import { decodeCursor, encodeCursor, oneOf, pageLimit, problem, textParameter } from '#platform/http';
import {
  blotterCount,
  blotterPage,
  capacities,
  COUNTED_AT_MOST,
  products,
  units,
  type BlotterQuestion,
} from '../storage/blotter.js';

const OPEN_STATES = states.filter((state) => !FINAL.includes(state) && state !== 'FAILING');

interface Row {
  readonly trade_id: string;
  readonly version: number;
  readonly state: string;
  readonly reason: string | null;
  readonly product: string;
  readonly side: string;
  readonly instrument: string;
  readonly quantity: string | null;
  readonly price: string | null;
  readonly gross: string | null;
  readonly gross_currency: string | null;
  readonly counterparty: string;
  readonly unit: string;
  readonly book: string;
  readonly capacity: string;
  readonly beneficial_owner: string | null;
  readonly trade_date: string;
  readonly settlement_date: string;
  readonly updated_at: string;
}

/** The blotter and the page of one trade. */
@Controller('api/intake/trades')
export class Trades {
  constructor(private readonly database: Database) {}

  @Get()
  async list(@Query() query: Record<string, unknown>): Promise<Page<TradeRow>> {
    const limit = pageLimit(query['limit']);
    const cursor = decodeCursor(query['cursor'], 2);
    const state = oneOf('state', query['state'], [...states, 'open'] as const);
    const question: BlotterQuestion = {
      states: state === undefined ? undefined : state === 'open' ? OPEN_STATES : [state],
      product: oneOf('product', query['product'], products),
      unit: oneOf('unit', query['unit'], units),
      capacity: oneOf('capacity', query['capacity'], capacities),
      counterparty: textParameter('counterparty', query['counterparty']),
      search: textParameter('search', query['search']),
    };
    const [count, rows] = await Promise.all([
      blotterCount(this.database, question),
      blotterPage<Row & { readonly sort_key: string }>(this.database, question, {
        sort: oneOf('sort', query['sort'], tradeSorts) ?? 'tradeId',
        down: oneOf('order', query['order'], ['asc', 'desc'] as const) === 'desc',
        after: cursor && [cursor[0] ?? '', cursor[1] ?? ''],
        limit: limit + 1,
      }),
    ]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map(rowView),
      total: Math.min(count, COUNTED_AT_MOST),
      ...(count > COUNTED_AT_MOST ? { moreThanTotal: true } : {}),
      ...(rows.length > limit && last ? { next: encodeCursor([last.sort_key, last.trade_id]) } : {}),
    };
  }

  @Get(':tradeId')
  async one(@Param('tradeId') tradeId: string): Promise<TradeDetail> {
    const [row] = await this.database.rows<Row>('select * from intake.trade where trade_id = $1', [tradeId]);
    if (!row) throw problem(404, 'trade-unknown', 'There is no such trade', `No trade ${tradeId} has been captured.`);
    const versions = await this.database.rows<VersionRow>(
      `select side, version, action, status, terms, provenance, topic, partition, message_offset, sent_at, raw_message
       from intake.trade_version where trade_id = $1 order by side, version`,
      [tradeId],
    );
    const facts = await this.database.rows<FactRow>('select * from intake.fact where trade_id = $1', [tradeId]);
    return { row: rowView(row), versions: versions.map(versionView), timeline: timelineOf(versions, facts) };
  }
}

interface VersionRow {
  readonly side: 'front' | 'middle';
  readonly version: number;
  readonly action: string;
  readonly status: TradeVersionView['status'];
  readonly terms: string | null;
  readonly provenance: string;
  readonly topic: string;
  readonly partition: number;
  readonly message_offset: string;
  readonly sent_at: string;
  readonly raw_message: string;
}

interface FactRow {
  readonly event_id: string;
  readonly kind: string;
  readonly version: number | null;
  readonly sequence: number | null;
  readonly state: string | null;
  readonly transition: string | null;
  readonly reason: string | null;
  readonly actor: string;
  readonly at: string;
  readonly topic: string;
  readonly partition: number;
  readonly message_offset: string;
}

function rowView(row: Row): TradeRow {
  return {
    tradeId: row.trade_id,
    version: row.version,
    state: row.state,
    reason: row.reason,
    product: row.product,
    side: row.side,
    instrument: row.instrument,
    quantity: row.quantity,
    price: row.price,
    gross:
      row.gross === null || row.gross_currency === null ? null : { amount: row.gross, currency: row.gross_currency },
    counterparty: row.counterparty,
    unit: row.unit,
    book: row.book,
    capacity: row.capacity,
    beneficialOwner: row.beneficial_owner,
    tradeDate: row.trade_date,
    settlementDate: row.settlement_date,
    updatedAt: row.updated_at,
  };
}

function versionView(row: VersionRow): TradeVersionView {
  return {
    side: row.side,
    version: row.version,
    action: row.action,
    status: row.status,
    fields: row.terms === null ? {} : economics(readKept<Trade>(row.terms)),
    provenance: JSON.parse(row.provenance) as TradeVersionView['provenance'],
    source: { topic: row.topic, partition: row.partition, offset: row.message_offset },
    rawMessage: row.raw_message,
  };
}

const EVENT_OF = new Map(transitions.map(({ id, event }) => [id, event]));

const WORDS: Readonly<Record<string, string>> = {
  agreed: 'front and middle office agree',
  'break-opened': 'break opened',
  'break-closed': 'break closed',
  confirmed: 'counterparty confirms',
  disputed: 'confirmation disputed',
  withdrawn: 'version withdrawn',
};

function timelineOf(versions: readonly VersionRow[], facts: readonly FactRow[]): TimelineEntry[] {
  const captured = versions.map((row): TimelineEntry & { order: number } => ({
    at: row.sent_at,
    order: 0,
    transition:
      row.side === 'front' && row.status !== 'waiting' && row.status !== 'history'
        ? row.version === 1
          ? 'L3'
          : row.action === 'CANCEL'
            ? 'L22'
            : 'L23'
        : null,
    from: null,
    to: row.status === 'waiting' || row.side === 'middle' ? null : row.action === 'CANCEL' ? null : 'ENRICHED',
    what: `${row.side} office: ${row.action}, version ${row.version}${row.status === 'waiting' ? `, waits for version ${row.version - 1}` : ''}`,
    actor: row.side === 'front' ? 'front office' : 'middle office',
    eventId: null,
    source: { topic: row.topic, partition: row.partition, offset: row.message_offset },
  }));
  const told = facts.map((fact): TimelineEntry & { order: number } => ({
    at: fact.at,
    order: fact.sequence ?? 0,
    transition: fact.transition,
    from: null,
    to: fact.state ?? (fact.kind === 'agreed' ? 'RECONCILED' : fact.kind === 'confirmed' ? 'CONFIRMED' : null),
    what: [WORDS[fact.kind] ?? EVENT_OF.get(fact.transition ?? '') ?? fact.kind, fact.reason]
      .filter(Boolean)
      .join(': '),
    actor: fact.actor,
    eventId: fact.event_id,
    source: { topic: fact.topic, partition: fact.partition, offset: fact.message_offset },
  }));
  return [...captured, ...told]
    .sort((left, right) => (left.at === right.at ? left.order - right.order : left.at < right.at ? -1 : 1))
    .map(({ order: _order, ...entry }) => entry);
}
