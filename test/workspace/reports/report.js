'use strict';

const { setTimeout: wait } = require('node:timers/promises');

/** Waits for `event.ms` milliseconds, as a report over many orders would take its time. */
exports.handler = async (event) => {
  const ms = Number(event?.ms ?? 200);
  if (!(ms >= 0)) throw new TypeError(`ms must be a number of milliseconds, not ${event.ms}.`);

  const started = Date.now();
  await wait(ms);
  console.log(`Report ready after ${Date.now() - started} ms`);
  return { ready: true, ms, environment: process.env.AWS_LAMBDA_LOG_STREAM_NAME };
};
