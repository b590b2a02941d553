import { objectIds } from '../objectIds.ts';
import { objectIdentifier, sequence } from './der.ts';

/** Without parameters, as RFC 5754 and RFC 5758 say. */
export const sha384Algorithm = sequence(objectIdentifier(objectIds.sha384));
export const ecdsaAlgorithm = sequence(objectIdentifier(objectIds.ecdsaWithSha384));
