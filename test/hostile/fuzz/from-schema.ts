import fc from 'fast-check';

/** The part of JSON Schema 2020-12 in which the contracts are published. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

const dates = fc
  .integer({ min: 0, max: 36_524 })
  .map((day) => new Date(Date.UTC(2000, 0, 1 + day)).toISOString().slice(0, 10));

const instants = fc.integer({ min: 0, max: 4_000_000_000 }).map((second) => new Date(second * 1_000).toISOString());

/** Messages that the schema allows, within sizes that a message of the business has. */
export function fromSchema(given: unknown): fc.Arbitrary<unknown> {
  const schema = given as Schema;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches) return fc.oneof(...branches.map(fromSchema));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => fromSchema({ ...schema, type })));
  switch (schema.type) {
    case 'object':
      return objectOf(schema);
    case 'array': {
      const minLength = schema.minItems ?? 0;
      return fc.array(fromSchema(schema.items), {
        minLength,
        maxLength: Math.min(schema.maxItems ?? 3, minLength + 2),
      });
    }
    case 'string':
      return stringOf(schema);
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? 0, -0x7fffffff),
        max: Math.min(schema.maximum ?? 99, 0x7fffffff),
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      throw new Error(`no message is made for ${JSON.stringify(given)}`);
  }
}

function objectOf({
  properties = {},
  required = [],
  additionalProperties,
  propertyNames,
}: Schema): fc.Arbitrary<unknown> {
  if (typeof additionalProperties === 'object') {
    const names = propertyNames ? fromSchema({ type: 'string', ...propertyNames }) : fc.stringMatching(/^[a-z]{1,12}$/);
    return fc
      .array(fc.tuple(names, fromSchema(additionalProperties)), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries as [string, unknown][]));
  }
  const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, fromSchema(schema)]));
  return fc.record(fields, { requiredKeys: [...required] });
}

function stringOf(schema: Schema): fc.Arbitrary<unknown> {
  const { format, pattern, minLength = 0, maxLength = 1_000, allOf = [] } = schema;
  const [first] = allOf;
  // Several rules of one text: made by the first of them, kept if it follows all.
  if (first) {
    const patterns = allOf.map((one) => new RegExp(one.pattern ?? ''));
    return stringOf(first).filter((text) => patterns.every((one) => one.test(String(text))));
  }
  if (format === 'date') return dates;
  if (format === 'date-time') return instants;
  if (format === 'uuid') return fc.uuid({ version: 5 });
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern)).filter((text) => text.length <= maxLength);
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) });
}
