import { functionArn } from '../../../lambda/arn.ts';
import { latestVersion } from '../../../lambda/function.ts';
import { lambdaErrors } from '../../../lambda/lambdaError.ts';
import type { FunctionResolver, FunctionVersion, InvocationTarget } from '../functionVersion.ts';
import type { AliasDocument } from '../aliases/storedAlias.ts';
import { namedFunction } from './functionReference.ts';
import type { FunctionStore } from './functionStore.ts';

/** Finds what an invocation runs, as Invoke answers it. `random` gives 0 to 1, without 1. */
export class InvocationResolver implements FunctionResolver {
  readonly #functions: FunctionStore;
  readonly #random: () => number;

  constructor(functions: FunctionStore, random: () => number) {
    this.#functions = functions;
    this.#random = random;
  }

  async resolve(nameOrArn: string, given?: string): Promise<InvocationTarget> {
    const { identity } = this.#functions;
    const { name, qualifier } = namedFunction(identity, 'InvokeFunction', nameOrArn, given);
    const arn = functionArn(identity, name, qualifier);
    const version = await this.#versionOf(name, qualifier ?? latestVersion);
    if (version === undefined) throw lambdaErrors.functionNotFound(functionArn(identity, name, qualifier ?? latestVersion));
    if (this.#functions.life.of(version.arn)?.transition === 'creating') throw lambdaErrors.inState('Pending');
    return { version, invokedArn: arn, ...(qualifier !== undefined && { qualifier }) };
  }

  async #versionOf(name: string, qualifier: string): Promise<FunctionVersion | undefined> {
    if (qualifier === latestVersion) return this.#functions.get(name)?.version;
    const alias = this.#functions.alias(name, qualifier);
    const found = await this.#functions.find(name, alias === undefined ? qualifier : this.#choose(alias));
    return found?.version;
  }

  #choose({ functionVersion, additional }: AliasDocument): string {
    return additional !== undefined && this.#random() < additional.weight ? additional.version : functionVersion;
  }
}
