import { describeAnswers } from './answered.ts';
import { layersRows } from './layersRows.ts';

describeAnswers('layers', layersRows);
