import { type ContainerNode, h, render } from 'preact';
import { App } from './App.tsx';
import type { CodeSigningModel } from './model.ts';

/** Shows what the model knows, from the host's first words on. */
export function renderPage(model: CodeSigningModel, into: ContainerNode): void {
  const [strings, formats] = [model.strings.value, model.formats.value];
  if (strings !== undefined) render(h(App, { view: { model, strings, formats } }), into);
}
