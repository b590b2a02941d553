import type { TrackingConfiguration } from '../store/storedScalableTarget.ts';
import { autoScalingErrors } from './autoScalingError.ts';
import type { ScaledResource } from './resourceId.ts';

const predefinedMetric = 'LambdaProvisionedConcurrencyUtilization';
const ownMetric = { Namespace: 'AWS/Lambda', MetricName: 'ProvisionedConcurrencyUtilization' };

/** Of the metric's data points, which of its values a policy goes by. */
export type TrackedStatistic = 'average' | 'maximum';

/** The predefined metric is the average of a minute; its maximum is had as a customized one. */
export function trackedStatistic({ CustomizedMetricSpecification }: TrackingConfiguration): TrackedStatistic {
  return CustomizedMetricSpecification?.Statistic === 'Maximum' ? 'maximum' : 'average';
}

/**
 * Throws LambdaError for what cannot be tracked. Of customized metrics the Local region has the one that the predefined one is made of,
 * by its maximum or average: it keeps no others.
 */
export function checkTracking(configuration: TrackingConfiguration, resource: ScaledResource): void {
  const { TargetValue, PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: customized } = configuration;
  const { ScaleOutCooldown = 0, ScaleInCooldown = 0 } = configuration;
  if (!(TargetValue > 0)) throw autoScalingErrors.invalid('TargetValue must be greater than 0.');
  if (ScaleOutCooldown < 0 || ScaleInCooldown < 0) throw autoScalingErrors.invalid('Cooldowns cannot be less than 0.');
  if ((predefined === undefined) === (customized === undefined)) {
    throw autoScalingErrors.invalid('Specify either a PredefinedMetricSpecification or a CustomizedMetricSpecification.');
  }
  if (predefined !== undefined && predefined.PredefinedMetricType !== predefinedMetric) {
    const { PredefinedMetricType: metric } = predefined;
    throw autoScalingErrors.invalid(`The predefined metric ${metric} is not one of Lambda, which has ${predefinedMetric}.`);
  }
  if (customized !== undefined && !isOwn(customized, resource)) {
    const { Namespace, MetricName } = ownMetric;
    throw autoScalingErrors.invalid(
      `The Local region tracks ${MetricName} of ${Namespace} by its Maximum or Average, with the dimensions ` +
        `FunctionName ${resource.name} and Resource ${resource.name}:${resource.qualifier}, and no other customized metric.`,
    );
  }
}

/** By the same values of the same metric. */
export function sameMetric(one: TrackingConfiguration, other: TrackingConfiguration): boolean {
  const predefined = (configuration: TrackingConfiguration): boolean => configuration.PredefinedMetricSpecification !== undefined;
  return predefined(one) === predefined(other) && trackedStatistic(one) === trackedStatistic(other);
}

function isOwn(metric: NonNullable<TrackingConfiguration['CustomizedMetricSpecification']>, { name, qualifier }: ScaledResource): boolean {
  const expected: Readonly<Record<string, string>> = { FunctionName: name, Resource: `${name}:${qualifier}` };
  const { Namespace, MetricName, Statistic = '', Dimensions = [] } = metric;
  return (
    Namespace === ownMetric.Namespace &&
    MetricName === ownMetric.MetricName &&
    ['Average', 'Maximum'].includes(Statistic) &&
    Dimensions.length === Object.keys(expected).length &&
    Dimensions.every(({ Name, Value }) => expected[Name] === Value)
  );
}
