/** Where things are for processes of a sandbox. The first three as on Lambda. */
export const places = {
  task: '/var/task',
  opt: '/opt',
  runtime: '/var/runtime',
  cache: '/var/cache/compiled',
} as const;

/** Who its processes are. Source: Lambda's own user, as handlers see it. */
export const sandboxUser = { name: 'sbx_user1051', uid: 993, gid: 990 } as const;

/** The host name of AWS's sandboxes, which telemetry is sent to. */
export const sandboxDomain = 'sandbox.localdomain';
