import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  armHost,
  CHINA,
  customCloud,
  PUBLIC_CLOUD,
  US_GOVERNMENT,
} from '../../../src/domain/cloud.ts';

const ENDPOINTS = {
  name: 'Contoso Stack',
  portalUrl: 'https://portal.contoso.example/',
  resourceManagerEndpointUrl: 'https://management.contoso.example/',
  activeDirectoryEndpointUrl: 'https://login.contoso.example/adfs/',
  activeDirectoryResourceId: 'https://management.contoso.example/8d0e/',
};

describe('a cloud', () => {
  it('has addresses that end without a slash', () => {
    for (const cloud of [PUBLIC_CLOUD, US_GOVERNMENT, CHINA]) {
      for (const url of [cloud.resourceManager, cloud.portal, cloud.authority]) {
        assert.match(url, /^https:\/\/[^/]+[^/]$/);
      }
    }
  });

  it('is made of the endpoints in the settings', () => {
    const cloud = customCloud(ENDPOINTS) ?? assert.fail();
    assert.deepEqual(cloud, {
      name: 'Contoso Stack',
      resourceManager: 'https://management.contoso.example',
      portal: 'https://portal.contoso.example',
      armScope: 'https://management.contoso.example/8d0e/.default',
      authority: 'https://login.contoso.example/adfs',
    });
    assert.equal(armHost(cloud), 'management.contoso.example');
  });

  it('without a name is called by its host', () => {
    for (const name of [undefined, '', 7]) {
      assert.equal(customCloud({ ...ENDPOINTS, name })?.name, 'management.contoso.example');
    }
  });

  for (const endpoint of Object.keys(ENDPOINTS).filter((key) => key !== 'name')) {
    it(`is none without a proper ${endpoint}`, () => {
      const improper = [
        undefined,
        null,
        '',
        ' ',
        7,
        'http://a.example',
        'a.example',
        'https://',
        'https://u@a.example',
        'https://a.example/?q',
      ];
      for (const value of improper) {
        assert.equal(customCloud({ ...ENDPOINTS, [endpoint]: value }), undefined, String(value));
      }
    });
  }
});
