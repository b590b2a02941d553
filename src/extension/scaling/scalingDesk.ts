import type { ScalingSeries } from '../../lambda/scaling/metrics/scalingSeries.ts';
import type { AwsSource, ScalingFromPage } from '../../protocol/webview/scaling.ts';
import type { FunctionTarget } from '../connections/lambdaConnection.ts';

type MessageOf<T extends ScalingFromPage['type']> = Extract<ScalingFromPage, { readonly type: T }>;

/** What the page drew, to be saved. */
export type ExportedFile = Pick<MessageOf<'export'>, 'format' | 'name' | 'content'>;
export type LimitChange = MessageOf<'apply'>['change'];
/** Milliseconds since the epoch, and the period that is wanted. */
export type FiguresWindow = Pick<MessageOf<'read'>, 'from' | 'to' | 'periodMs'>;

export interface LimitRequest {
  /** By id. */
  readonly connection: string;
  readonly functionName: string;
  readonly change: LimitChange;
}

/** What a page asks for beyond what the Local region tells of itself. Rejects with CodedError, whose message says what to do. */
export interface ScalingDesk {
  /** Asks the user for a function of AWS; undefined where they gave up. */
  chooseAws(): Promise<AwsSource | undefined>;
  /** What the page needs of a function of AWS; undefined where the user cancelled it. */
  sourceOf(target: FunctionTarget): Promise<AwsSource | undefined>;
  /** Rejects with the signal's reason where it aborts. */
  read(source: AwsSource, window: FiguresWindow, signal: AbortSignal): Promise<ScalingSeries>;
  /** Asks the user where. */
  save(file: ExportedFile): Promise<void>;
  /** Asks the user first; false where they thought better of it. */
  apply(request: LimitRequest): Promise<boolean>;
  /** Tells the user, once. */
  showProblem(error: unknown, retry: () => void): void;
}
