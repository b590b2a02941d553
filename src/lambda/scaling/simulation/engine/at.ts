/** What stands at that place of a list, which it does. */
export function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`There is nothing at ${index}.`);
  return item;
}
