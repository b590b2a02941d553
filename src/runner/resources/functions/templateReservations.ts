import { canReserve } from './reservationRule.ts';
import type { TemplateFunction, TemplateFunctions } from './templateFunctions.ts';

export interface GrantedReservations {
  readonly byName: ReadonlyMap<string, number>;
  /** Those whose template asks for more than is left. */
  readonly refused: readonly TemplateFunction[];
}

/**
 * What functions of templates reserve. What was set through the API was granted then and stays; what templates ask for is
 * granted in their order as far as it leaves enough unreserved, as a deployment would. `others` is what all other functions reserve.
 */
export function grantReservations(templates: TemplateFunctions, others: number, accountConcurrency: number): GrantedReservations {
  const byName = new Map<string, number>();
  const asking: TemplateFunction[] = [];
  for (const template of templates.all) {
    const name = template.definition.settings.FunctionName;
    const set = templates.reservationOf(name);
    if (typeof set === 'number') byName.set(name, set);
    else if (set === undefined && template.definition.reservedConcurrency !== undefined) asking.push(template);
  }
  let taken = others + [...byName.values()].reduce((sum, reserved) => sum + reserved, 0);
  const refused = asking.filter(({ definition }) => {
    const wanted = definition.reservedConcurrency ?? 0;
    if (!canReserve(wanted, taken, accountConcurrency)) return true;
    byName.set(definition.settings.FunctionName, wanted);
    taken += wanted;
    return false;
  });
  return { byName, refused };
}
