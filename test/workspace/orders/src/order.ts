export interface OrderLine {
  sku: string;
  quantity: number;
}

export interface Order {
  customer: string;
  lines: OrderLine[];
}

/** Its name is what callers see as the error's type. */
export class InvalidOrderError extends Error {
  override name = 'InvalidOrderError';
}

/** The order in the event, or an error that says what is wrong with it. */
export function parseOrder(event: unknown, maximumLines: number): Order {
  const { customer, lines } = (event ?? {}) as Partial<Order>;
  if (typeof customer !== 'string' || customer.trim() === '') throw new InvalidOrderError('An order needs a customer.');
  if (!Array.isArray(lines) || lines.length === 0) throw new InvalidOrderError('An order needs at least one line.');
  if (lines.length > maximumLines) throw new InvalidOrderError(`An order has at most ${maximumLines} lines, this one has ${lines.length}.`);
  return { customer: customer.trim(), lines: lines.map(parseLine) };
}

function parseLine(line: Partial<OrderLine>, index: number): OrderLine {
  const { sku, quantity } = line ?? {};
  if (typeof sku !== 'string') throw new InvalidOrderError(`Line ${index + 1} needs a sku.`);
  if (!Number.isInteger(quantity) || Number(quantity) < 1) {
    throw new InvalidOrderError(`Line ${index + 1} (${sku}) needs a whole quantity of 1 or more, not ${quantity}.`);
  }
  return { sku, quantity: Number(quantity) };
}
