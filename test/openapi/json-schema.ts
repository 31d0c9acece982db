/** From OpenAPI 3.0 schemas to JSON Schema 2020-12 that ajv can compile. */
import type { Components, Schema } from './description.ts';

/** Keywords that mean the same in both. */
const KEPT = [
  'type',
  'format',
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'required',
];

/**
 * All schemas of a description as `$defs`, each twice: as it is used (members that it does not
 * declare are reported) and, with `.part` at its name, as it stands in somebody's `allOf`.
 */
export function definitionsOf({ schemas }: Components): Schema {
  const definitions = Object.entries(schemas).flatMap(([name, schema]) => [
    [name, toJsonSchema(schema)],
    [`${name}.part`, toJsonSchema(schema, 'part')],
  ]);
  return Object.fromEntries(definitions) as Schema;
}

export function toJsonSchema(schema: Schema, use: 'whole' | 'part' = 'whole'): Schema {
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const name = reference.split('/').at(-1) ?? '';
    return { $ref: `#/$defs/${use === 'part' ? `${name}.part` : name}` };
  }
  const converted: Record<string, unknown> = {};
  for (const keyword of KEPT) {
    if (schema[keyword] !== undefined) converted[keyword] = schema[keyword];
  }
  const { properties, items, allOf, additionalProperties } = schema;
  if (isRecord(properties)) {
    converted['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, member]) => [name, toJsonSchema(member as Schema)]),
    );
  }
  if (isRecord(items)) converted['items'] = toJsonSchema(items);
  if (Array.isArray(allOf)) {
    converted['allOf'] = allOf.map((part) => toJsonSchema(part as Schema, 'part'));
  }
  if (isRecord(additionalProperties)) {
    converted['additionalProperties'] = toJsonSchema(additionalProperties);
  }
  const declaresMembers = isRecord(properties) || Array.isArray(allOf);
  if (use === 'whole' && declaresMembers && additionalProperties === undefined) {
    converted['unevaluatedProperties'] = false;
  }
  return converted;
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
