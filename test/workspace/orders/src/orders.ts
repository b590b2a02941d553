import { type Order, parseOrder } from './order.ts';

interface Context {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

interface AcceptedOrder extends Order {
  readonly id: string;
  readonly status: 'accepted';
  readonly items: number;
  readonly stage: string;
}

const stage = process.env['STAGE'] ?? 'dev';
const maximumLines = Number(process.env['MAXIMUM_LINES'] ?? 10);

// Lives as long as the execution environment: one that is reused goes on counting.
let accepted = 0;

export async function handler(event: unknown, context: Context): Promise<AcceptedOrder> {
  console.log(`Order received, ${context.getRemainingTimeInMillis()} ms left`);

  const order = parseOrder(event, maximumLines);
  const items = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const id = `order-${context.awsRequestId.slice(0, 8)}`;
  accepted += 1;

  console.log(`Accepted ${id} of ${order.customer}: ${items} items (number ${accepted} here)`);
  return { id, status: 'accepted', items, stage, ...order };
}
