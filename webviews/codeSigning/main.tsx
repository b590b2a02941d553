import { effect } from '@preact/signals';
import type { CodeSigningFromPage, CodeSigningToPage } from '../../src/protocol/webview/codeSigning.ts';
import '../shared/base.css';
import { connectToHost } from '../shared/vscodeApi.ts';
import './codeSigning.css';
import './function/function.css';
import { CodeSigningModel } from './model.ts';
import './overview/overview.css';
import { renderPage } from './renderPage.ts';

const port = connectToHost<CodeSigningFromPage>((message: CodeSigningToPage) => model.receive(message));
const model = new CodeSigningModel(port, { monotonic: () => performance.now(), origin: performance.timeOrigin }, (work) => void setTimeout(work, 100));

effect(() => renderPage(model, document.body));
window.addEventListener('focus', () => model.seen());
model.begin();
