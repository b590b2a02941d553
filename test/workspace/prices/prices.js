'use strict';

// From the shared layer, which Lambda puts below /opt and on NODE_PATH.
const { catalogue, money } = require('orders-shared');

const currency = process.env.CURRENCY ?? 'EUR';

/** Percent off a line by its quantity; the first that fits counts. */
const discounts = [
  { from: 100, percent: 15 },
  { from: 25, percent: 10 },
  { from: 10, percent: 5 },
];

/** Value-added tax in percent, by country. */
const taxes = { AT: 20, DE: 19, FR: 20 };

/** Orders above this many cents are shipped for free. */
const freeShippingFrom = 100_00;

exports.handler = async (event) => {
  const lines = event.lines.map(priceLine);
  const goods = lines.reduce((sum, line) => sum + line.cents, 0);
  const shipping = goods >= freeShippingFrom ? 0 : shippingOf(event.lines);
  const tax = Math.round(((goods + shipping) * taxOf(event.country)) / 100);

  console.log(`Priced ${lines.length} lines: goods ${goods}, shipping ${shipping}, tax ${tax} cents`);
  return {
    lines: lines.map((line) => ({ sku: line.sku, discount: `${line.percent} %`, price: money(line.cents, currency) })),
    goods: money(goods, currency),
    shipping: money(shipping, currency),
    tax: money(tax, currency),
    total: money(goods + shipping + tax, currency),
  };
};

function priceLine({ sku, quantity }) {
  const { cents } = productOf(sku);
  const percent = discounts.find(({ from }) => quantity >= from)?.percent ?? 0;
  return { sku, percent, cents: Math.round((cents * quantity * (100 - percent)) / 100) };
}

/** 4.90 up to a kilogram, and 1.20 for each further one. */
function shippingOf(lines) {
  const grams = lines.reduce((sum, { sku, quantity }) => sum + productOf(sku).grams * quantity, 0);
  return 490 + Math.max(0, Math.ceil(grams / 1000) - 1) * 120;
}

function taxOf(country) {
  const percent = taxes[country];
  if (percent === undefined) throw new RangeError(`We do not sell to ${country}, only to ${Object.keys(taxes).join(', ')}.`);
  return percent;
}

function productOf(sku) {
  const product = catalogue[sku];
  if (product === undefined) throw new RangeError(`There is no product ${sku}.`);
  return product;
}
