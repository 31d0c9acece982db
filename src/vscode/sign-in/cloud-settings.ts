/**
 * Which Azure the editor signs in to: Microsoft's own settings decide
 * (`microsoft-sovereign-cloud.environment`, `.customEnvironment`), so that all extensions agree.
 */
import { CHINA, customCloud, PUBLIC_CLOUD, US_GOVERNMENT, type Cloud } from '../../domain/cloud.ts';

export interface EditorCloud {
  readonly cloud: Cloud;
  /** Id of the authentication provider. */
  readonly provider: 'microsoft' | 'microsoft-sovereign-cloud';
}

export const SOVEREIGN_SECTION = 'microsoft-sovereign-cloud';

/** A custom environment that lacks an endpoint counts as not set. */
export function editorCloud(read: (setting: string) => unknown): EditorCloud {
  const cloud = sovereignCloud(read);
  return cloud === undefined
    ? { cloud: PUBLIC_CLOUD, provider: 'microsoft' }
    : { cloud, provider: 'microsoft-sovereign-cloud' };
}

function sovereignCloud(read: (setting: string) => unknown): Cloud | undefined {
  switch (read('environment')) {
    case 'USGovernment':
      return US_GOVERNMENT;
    case 'ChinaCloud':
      return CHINA;
    case 'custom': {
      const endpoints = read('customEnvironment');
      return typeof endpoints === 'object' && endpoints !== null
        ? customCloud({ ...endpoints })
        : undefined;
    }
    default:
      return undefined;
  }
}
