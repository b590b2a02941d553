import { constraints } from '../../lambda/model/constraints.ts';
import { compileValidator, type Validator } from '../../lambda/model/validator.ts';
import type { Handlers, RequestContext } from './handlers.ts';
import type { Operation } from './operationTable.ts';
import { compileDecoder, type Input, type RequestDecoder } from './requestDecoder.ts';
import { compileEncoder, type ResponseEncoder } from './responseEncoder.ts';

/** An operation that has a handler, with all that its requests need. */
export interface ServedOperation {
  readonly decoder: RequestDecoder;
  readonly validate: Validator;
  readonly encode: ResponseEncoder;
  handle(input: Input, context: RequestContext): Promise<unknown>;
}

/** Compiles served operations, each when it is first asked for. */
export class ServedOperations {
  readonly #handlers: Handlers;
  readonly #compiled = new Map<Operation, ServedOperation>();

  constructor(handlers: Handlers) {
    this.#handlers = handlers;
  }

  /** Undefined where the operation has no handler. */
  get(operation: Operation): ServedOperation | undefined {
    const known = this.#compiled.get(operation);
    if (known !== undefined) return known;
    const handler = this.#handlers[operation.name];
    if (handler === undefined) return undefined;
    const served: ServedOperation = {
      decoder: compileDecoder(operation),
      validate: compileValidator(constraints, operation.inputName),
      encode: compileEncoder(operation),
      // The decoder made the input by the same schema that the handler's type comes from.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      handle: (input, context) => handler(input as never, context),
    };
    this.#compiled.set(operation, served);
    return served;
  }
}
