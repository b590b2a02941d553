import { describeAnswers } from './answered.ts';
import { tagsRows } from './tagsRows.ts';

describeAnswers('tags', tagsRows);
