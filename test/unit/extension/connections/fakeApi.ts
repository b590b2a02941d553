import type { Connection } from '../../../../src/aws/connection.ts';
import type { LambdaApi } from '../../../../src/aws/lambdaApi.ts';

/** An API of which nothing but its end is called. */
export interface FakeApi extends LambdaApi {
  readonly connection: Connection;
  disposed: boolean;
}

export function fakeApi(connection: Connection): FakeApi {
  const unused = async (): Promise<never> => {
    throw new Error('not called here');
  };
  return {
    connection,
    disposed: false,
    listFunctions: unused,
    getFunction: unused,
    listVersions: unused,
    listAliases: unused,
    listLayers: unused,
    listLayerVersions: unused,
    getReservedConcurrency: unused,
    setReservedConcurrency: unused,
    listProvisioned: unused,
    getProvisioned: unused,
    setProvisioned: unused,
    listFunctionUrls: unused,
    createFunctionUrl: unused,
    permitPublicUrl: unused,
    deleteFunctionUrl: unused,
    listCodeSigningConfigs: unused,
    getCodeSigningConfig: unused,
    createCodeSigningConfig: unused,
    updateCodeSigningConfig: unused,
    deleteCodeSigningConfig: unused,
    listFunctionsByCodeSigningConfig: unused,
    getFunctionCodeSigningConfig: unused,
    putFunctionCodeSigningConfig: unused,
    deleteFunctionCodeSigningConfig: unused,
    getFunctionCode: unused,
    getLayerVersion: unused,
    updateFunctionCode: unused,
    downloadCode: unused,
    invoke: unused,
    invokeStream: unused,
    dispose() {
      this.disposed = true;
    },
  };
}
