import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { z } from 'zod';
import type { EventContract, EventOf } from './event-contract.js';

/** One thing wrong with a message, in the words a clerk needs to mend it. */
export interface Fault {
  /** JSON pointer of the field, empty for the whole message. */
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  readonly remedy: string;
}

/** The message can never be used as it is. `faults` has at least one entry. */
export class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ field, value, rule }) => `${field || 'message'} = ${value}: ${rule}`).join('; '));
  }
}

// Money travels as text and is bigint in the hand; JSON.stringify asks a value for its toJSON.
Object.defineProperty(BigInt.prototype, 'toJSON', {
  value(this: bigint) {
    return this.toString();
  },
  configurable: true,
  writable: true,
});

/** The wire form of an event: JSON with every money amount as a string. */
export function encode<Contract extends EventContract>(_contract: Contract, event: EventOf<Contract>): string {
  return JSON.stringify(event);
}

/** @throws UnreadableMessage when the text is not JSON or breaks the schema; every fault is named. */
export function decode<Contract extends EventContract>(contract: Contract, body: string): EventOf<Contract> {
  const value = parse(body);
  const validate = validatorOf(contract);
  if (!validate(value)) throw new UnreadableMessage(faultsOf(validate.errors ?? [], value));
  return reviveMoney(value) as EventOf<Contract>;
}

/**
 * Reads back what a service kept as JSON text of something it had decoded, a trade for example. It was checked when it
 * came, so nothing is checked again; amounts are bigint as after `decode`.
 */
export function readKept<Kept>(text: string): Kept {
  return reviveMoney(JSON.parse(text)) as Kept;
}

function parse(body: string): unknown {
  try {
    // A `__proto__` key would become a prototype for whoever copies the object: it is never a field of ours.
    return JSON.parse(body, body.includes('__proto__') ? refusePrototype : undefined);
  } catch (error) {
    if (error instanceof UnreadableMessage) throw error;
    throw new UnreadableMessage([
      {
        field: '',
        value: shown(body),
        rule: `is not JSON (${(error as Error).message})`,
        remedy: 'Send one JSON object, UTF-8.',
      },
    ]);
  }
}

function refusePrototype(key: string, value: unknown): unknown {
  if (key !== '__proto__') return value;
  throw new UnreadableMessage([
    {
      field: '/__proto__',
      value: excerpt(JSON.stringify(value)),
      rule: 'is a forbidden field name',
      remedy: 'Remove the field.',
    },
  ]);
}

const AMOUNT = /^-?(0|[1-9]\d{0,29})$/;

/**
 * Walks the value once; the only bigint on the wire is named `minorUnits`. A sender may give that name to a field of a free
 * form as well: what is no amount there stays the text that the schema let through.
 */
function reviveMoney(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  for (const key in record) {
    const field = record[key];
    if (key === 'minorUnits' && typeof field === 'string') {
      if (AMOUNT.test(field)) record[key] = BigInt(field);
    } else if (typeof field === 'object' && field !== null) reviveMoney(field);
  }
  return value;
}

const validators = new WeakMap<EventContract, ValidateFunction>();

function validatorOf(contract: EventContract): ValidateFunction {
  let validate = validators.get(contract);
  if (!validate) {
    const ajv = new Ajv2020({
      allErrors: contract.origin === 'outside',
      verbose: true,
      strict: false,
      discriminator: true,
      formats: FORMATS,
      // The optimizer walks nested conditions again and again: half a second a contract, and half a minute now and then. What it
      // saves at run time cannot be measured.
      code: { optimize: false },
    });
    validate = ajv.compile(jsonSchemaOf(contract));
    validators.set(contract, validate);
  }
  return validate;
}

/** JSON Schema 2020-12 of the wire form. */
export function jsonSchemaOf(contract: EventContract): Record<string, unknown> {
  return z.toJSONSchema(contract.schema, {
    io: 'input',
    target: 'draft-2020-12',
    override: ({ zodSchema, jsonSchema }) => {
      const { discriminator } = zodSchema._zod.def as { discriminator?: string };
      if (!discriminator) return;
      // Names the branch that is meant, so that a fault is reported once and not for every branch.
      jsonSchema['discriminator'] = { propertyName: discriminator };
      // By the name alone ajv looks at objects only, and lets everything else pass.
      jsonSchema['type'] = 'object';
    },
  }) as Record<string, unknown>;
}

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** zod writes a pattern beside each format, so a format only has to name itself. */
const FORMATS = {
  date: (text: string) => {
    const month = Number(text.slice(5, 7));
    return Number(text.slice(8, 10)) <= (DAYS_IN_MONTH[month - 1] ?? 0);
  },
  'date-time': true as const,
  uuid: true as const,
};

/** More nobody reads; telling each of a hundred thousand unknown fields would cost minutes. */
const MOST_FAULTS = 100;

function faultsOf(errors: readonly ErrorObject[], value: unknown): Fault[] {
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const error of errors) {
    if (error.keyword === 'oneOf' || error.keyword === 'anyOf') continue;
    if (faults.length === MOST_FAULTS)
      return [
        ...faults,
        {
          field: '',
          value: `${errors.length} faults`,
          rule: 'has more than are told here',
          remedy: 'Correct these first.',
        },
      ];
    const fault = faultOf(error);
    const key = `${fault.field}|${fault.rule}`;
    if (!seen.has(key)) faults.push(fault);
    seen.add(key);
  }
  return faults.length > 0
    ? faults
    : [
        {
          field: '',
          value: excerpt(JSON.stringify(value)),
          rule: 'fits no known form',
          remedy: 'Compare it with the schema of the topic.',
        },
      ];
}

function faultOf({ instancePath, keyword, params, message, data }: ErrorObject): Fault {
  if (keyword === 'required')
    return {
      field: excerpt(`${instancePath}/${params['missingProperty']}`),
      value: 'nothing',
      rule: 'is required',
      remedy: 'Add the field.',
    };
  if (keyword === 'additionalProperties')
    return {
      field: excerpt(`${instancePath}/${params['additionalProperty']}`),
      value: shown((data as Record<string, unknown>)[params['additionalProperty'] as string]),
      rule: 'is not a known field',
      remedy: 'Remove it, or correct its name.',
    };
  if (keyword === 'enum')
    return {
      field: excerpt(instancePath),
      value: shown(data),
      rule: 'is not one of the allowed values',
      remedy: `Use one of ${(params['allowedValues'] as string[]).join(', ')}.`,
    };
  if (keyword === 'const')
    return {
      field: excerpt(instancePath),
      value: shown(data),
      rule: 'is not the expected value',
      remedy: `Use ${String(params['allowedValue'])}.`,
    };
  return { field: excerpt(instancePath), value: shown(data), rule: message ?? keyword, remedy: 'Correct the value.' };
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // What cannot be seen is told in quotes.
  return excerpt(text.trim() === '' ? JSON.stringify(text) : text);
}

function excerpt(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}
