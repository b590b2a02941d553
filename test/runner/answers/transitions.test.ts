import { describeAnswers } from './answered.ts';
import { transitionsRows } from './transitionsRows.ts';

describeAnswers('transitions', transitionsRows, () => Promise.resolve(['--time-scale', '1']));
