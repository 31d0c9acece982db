/** As much of OpenAPI 3.0 as Azure's published descriptions use. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** File names of the descriptions, without `.json`. */
export type DescriptionName =
  | 'keyvault'
  | 'dns'
  | 'resourcegraph'
  | 'resources-subscriptions'
  | 'authorization-authorization-RACalls';

export interface Description {
  readonly name: DescriptionName;
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: Components;
}

export interface Components {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly requestBodies?: Readonly<Record<string, Body>>;
  readonly examples?: Readonly<Record<string, Example>>;
}

/** Keys are methods in lower case, besides `parameters`. */
export type PathItem = Readonly<Record<string, Operation | undefined>>;

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: Body | Reference;
  /** Keys are statuses or `default`. */
  readonly responses: Readonly<Record<string, Body | undefined>>;
}

export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
  readonly examples?: Readonly<Record<string, Example>>;
}

export interface Body {
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, MediaType | undefined>>;
}

export interface MediaType {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, Example | Reference>>;
}

export interface Example {
  readonly value: unknown;
}

export interface Reference {
  readonly $ref: string;
}

/** A schema object; read only by the conversion to JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** @param folder where `ensureOpenApi` has put the descriptions */
export async function readDescription(folder: string, name: DescriptionName): Promise<Description> {
  const text = await readFile(join(folder, `${name}.json`), 'utf8');
  const { paths, components } = JSON.parse(text) as Omit<Description, 'name'>;
  return { name, paths, components };
}

/** Follows `#/components/{kind}/{name}`; anything else is returned as it is. */
export function resolve<T extends object>(
  components: Readonly<Record<string, T>> | undefined,
  value: T | Reference,
): T {
  if (!('$ref' in value)) return value;
  const name = value.$ref.split('/').at(-1) ?? '';
  const found = components?.[name];
  if (found === undefined) throw new Error(`${value.$ref} leads nowhere`);
  return found;
}

export function jsonSchemaOf(body: Body | undefined): Schema | undefined {
  return body?.content?.['application/json']?.schema;
}
