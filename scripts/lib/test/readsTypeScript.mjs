/** Ends with 1 where dependency-cruiser has no parser for TypeScript: it would then pass over our sources and find nothing wrong with them. */
import { allExtensions } from 'dependency-cruiser';

const unread = ['.ts', '.tsx'].filter((wanted) => !allExtensions.some(({ extension, available }) => extension === wanted && available));
if (unread.length > 0) {
  process.stderr.write(`dependency-cruiser cannot read ${unread.join(', ')}: it needs @swc/core or a TypeScript below 7 among the dependencies.\n`);
  process.exitCode = 1;
}
