import { expect, it } from 'vitest';
import { orderEvents } from '../../../../src/extension/invoke/savedEvents.ts';

const paths = ['events/any.json', 'events/worker/batch.json', 'events/orders-api/get.json', 'events/ordersApi.post.json', 'events/orders.json'];

function own(functionName: string): readonly string[] {
  return orderEvents(paths, functionName).flatMap((event) => (event.own ? [event.path] : []));
}

it('finds what is named after the function, however it is written', () => {
  expect(own('orders-api')).toEqual(['events/orders-api/get.json', 'events/ordersApi.post.json']);
  expect(own('OrdersApi')).toEqual(['events/orders-api/get.json', 'events/ordersApi.post.json']);
  expect(own('worker')).toEqual(['events/worker/batch.json']);
  expect(own('unknown')).toEqual([]);
});

it('puts those first and loses none', () => {
  const ordered = orderEvents(paths, 'worker').map(({ path }) => path);
  expect(ordered[0]).toBe('events/worker/batch.json');
  expect([...ordered].sort()).toEqual([...paths].sort());
});
