import type { IncomingMessage } from 'node:http';
import { readSettings } from '../acme/scripted/directory.ts';
import { readRule } from '../acme/scripted/rule.ts';
import type { ScriptedCa } from '../acme/scripted/scripted-ca.ts';
import { ShapeError } from '../acme/scripted/shape.ts';
import { ControlError, readJson } from './json-http.ts';
import type { Route } from './route.ts';

/** What is at `/scripted-ca`: its rules (rule.ts), its settings (directory.ts) and its root. */
export function scriptedCaRoutes(ca: ScriptedCa): readonly Route[] {
  const { rules } = ca;
  return [
    {
      method: 'GET',
      path: /^\/scripted-ca\/rules$/,
      answer: () => ({ body: rules.list() }),
    },
    {
      method: 'POST',
      path: /^\/scripted-ca\/rules$/,
      answer: async ({ incoming }) => ({
        status: 201,
        body: rules.add(await readAs(readRule, incoming)),
      }),
    },
    {
      method: 'DELETE',
      path: /^\/scripted-ca\/rules$/,
      answer: () => {
        rules.clear();
        return { body: [] };
      },
    },
    {
      method: 'PUT',
      path: /^\/scripted-ca\/settings$/,
      answer: async ({ incoming }) => {
        const settings = await readAs(readSettings, incoming);
        ca.set(settings);
        return { body: settings };
      },
    },
    {
      method: 'GET',
      path: /^\/scripted-ca\/root$/,
      answer: async () => ({ body: { pem: await ca.rootPem() } }),
    },
  ];
}

async function readAs<Value>(
  read: (input: unknown) => Value,
  incoming: IncomingMessage,
): Promise<Value> {
  const json = await readJson(incoming);
  try {
    return read(json);
  } catch (error) {
    if (error instanceof ShapeError) throw new ControlError(400, error.message);
    throw error;
  }
}
