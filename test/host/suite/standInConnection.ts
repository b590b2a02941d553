import type { LambdaApi } from '../../../src/aws/lambdaApi.ts';
import type { LambdaConnection } from '../../../src/extension/connections/lambdaConnection.ts';

const none = async (): Promise<never> => {
  throw new Error('not called here');
};

/** A connection with so much of the API as a test needs. */
export function connectionOf(lists: Partial<LambdaApi>): LambdaConnection {
  const api: LambdaApi = {
    listFunctions: none,
    getFunction: none,
    listVersions: none,
    listAliases: none,
    listLayers: none,
    listLayerVersions: none,
    getReservedConcurrency: none,
    setReservedConcurrency: none,
    listProvisioned: none,
    getProvisioned: none,
    setProvisioned: none,
    listFunctionUrls: none,
    createFunctionUrl: none,
    permitPublicUrl: none,
    deleteFunctionUrl: none,
    listCodeSigningConfigs: none,
    getCodeSigningConfig: none,
    createCodeSigningConfig: none,
    updateCodeSigningConfig: none,
    deleteCodeSigningConfig: none,
    listFunctionsByCodeSigningConfig: none,
    getFunctionCodeSigningConfig: none,
    putFunctionCodeSigningConfig: none,
    deleteFunctionCodeSigningConfig: none,
    getFunctionCode: none,
    getLayerVersion: none,
    updateFunctionCode: none,
    downloadCode: none,
    invoke: none,
    invokeStream: none,
    dispose() {},
    ...lists,
  };
  return { connection: { id: 'aws:dev:eu-west-1', label: 'dev', region: 'eu-west-1', profile: 'dev' }, live: false, api: async () => api };
}
