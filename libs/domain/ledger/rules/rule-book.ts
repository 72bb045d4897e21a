import { correctionsRules } from './corrections.js';
import { couponsRules } from './coupons.js';
import { debtIssuedRules } from './debt-issued.js';
import { failsRules } from './fails.js';
import { feesRules } from './fees.js';
import { foreignExchangeRules } from './foreign-exchange.js';
import { moneyMarketRules } from './money-market.js';
import { periodCloseRules } from './period-close.js';
import type { PostingRule } from './posting-rule.js';
import { reposRules } from './repos.js';
import { securitiesRules } from './securities.js';
import { suspenseRules } from './suspense.js';
import { valuationRules } from './valuation.js';

/** Every rule that may post, by what it is for; a rule with several versions is named by its latest. */
export const postingRules = {
  ...securitiesRules,
  ...foreignExchangeRules,
  ...moneyMarketRules,
  ...feesRules,
  ...failsRules,
  ...correctionsRules,
  ...reposRules,
  ...debtIssuedRules,
  ...couponsRules,
  ...suspenseRules,
  ...valuationRules,
  ...periodCloseRules,
} satisfies Record<string, PostingRule>;

/** The journal names a rule that this house never had. */
export class UnknownRule extends Error {
  override readonly name = 'UnknownRule';

  constructor(id: string, version: number | string) {
    super(`${id} version ${version} is not a posting rule`);
  }
}

/** The versions of one rule do not follow each other: each must begin later than the one before. */
export class RuleVersionsRejected extends Error {
  override readonly name = 'RuleVersionsRejected';
}

/** All versions of all rules: an old journal is explained by the version that booked it, a new one booked by the one in force. */
export class RuleBook {
  private readonly versions = new Map<string, PostingRule[]>();

  /** @throws RuleVersionsRejected */
  constructor(rules: Iterable<PostingRule>) {
    for (const rule of rules) {
      const known = this.versions.get(rule.id);
      const latest = known?.at(-1);
      if (rule.version !== (latest?.version ?? 0) + 1 || (latest && rule.validFrom <= latest.validFrom))
        throw new RuleVersionsRejected(`${rule.id} version ${rule.version} does not follow the one before`);
      if (known) known.push(rule);
      else this.versions.set(rule.id, [rule]);
    }
  }

  /** The version a journal names. @throws UnknownRule */
  find(id: string, version: number): PostingRule {
    const found = this.versions.get(id)?.find((rule) => rule.version === version);
    if (!found) throw new UnknownRule(id, version);
    return found;
  }

  /** The version in force on an effective date. @throws UnknownRule */
  on(id: string, date: string): PostingRule {
    const found = this.versions.get(id)?.findLast(({ validFrom }) => validFrom <= date);
    if (!found) throw new UnknownRule(id, `of ${date}`);
    return found;
  }
}

const ruleBook = new RuleBook(Object.values(postingRules));

/** @throws UnknownRule */
export function findRule(id: string, version: number): PostingRule {
  return ruleBook.find(id, version);
}

/** The version of a rule that books a journal of that effective date. @throws UnknownRule */
export function ruleOn(id: string, effectiveDate: string): PostingRule {
  return ruleBook.on(id, effectiveDate);
}
