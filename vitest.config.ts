import { defineConfig } from 'vitest/config';

const shared = { environment: 'node', pool: 'forks' } as const;

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'unit', include: ['test/unit/**/*.test.{ts,mjs}'] } },
      { test: { ...shared, name: 'runner', include: ['test/runner/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 30_000 } },
      {
        // One window at a time: each is a browser and a VS Code.
        test: { ...shared, name: 'ui', include: ['test/ui/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000, fileParallelism: false },
      },
    ],
  },
});
