import * as v from 'valibot';

import { recordOf } from '../../store/recordOf.ts';
import type { ScalableTarget } from '../store/scalableTargets.ts';
import { targetArn } from './arns.ts';
import { autoScalingErrors } from './autoScalingError.ts';
import { type AutoScalingContext, autoScalingOperation, member } from './autoScalingOperation.ts';

type Tags = Readonly<Record<string, string>>;

/** Source: API reference, TagResource. */
const mostTags = 50;

/** Throws LambdaError for too many. */
export function checkedTags(tags: Tags): Record<string, string> {
  if (Object.keys(tags).length > mostTags) throw autoScalingErrors.tooManyTags();
  return { ...tags };
}

export const listTagsForResource = autoScalingOperation(
  'ListTagsForResource',
  { ResourceARN: member.text },
  async (context, { ResourceARN }) => ({ Tags: targetOf(context, ResourceARN).document.tags }),
);

export const tagResource = autoScalingOperation(
  'TagResource',
  { ResourceARN: member.text, Tags: recordOf(v.string()) },
  async (context, { ResourceARN, Tags: more }) => {
    await changeTags(context, ResourceARN, (tags) => checkedTags({ ...tags, ...more }));
    return {};
  },
);

export const untagResource = autoScalingOperation(
  'UntagResource',
  { ResourceARN: member.text, TagKeys: v.array(v.string()) },
  async (context, { ResourceARN, TagKeys }) => {
    const left = (tags: Tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys.includes(key)));
    await changeTags(context, ResourceARN, left);
    return {};
  },
);

async function changeTags(context: AutoScalingContext, arn: string, changed: (tags: Tags) => Record<string, string>): Promise<void> {
  await context.targets.change(targetOf(context, arn), (before) => {
    if (before === undefined) throw autoScalingErrors.noArn(arn);
    return { ...before, tags: changed(before.tags) };
  });
}

function targetOf({ targets, identity }: AutoScalingContext, arn: string): ScalableTarget {
  const target = targets.all().find(({ document }) => targetArn(identity, document) === arn);
  if (target === undefined) throw autoScalingErrors.noArn(arn);
  return target;
}
