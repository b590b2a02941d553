export interface HostPort<ToHost> {
  post(message: ToHost): void;
  /** What `save` was given before the page was last hidden or reloaded. */
  restore(): unknown;
  save(state: object): void;
}

/** The page's line to the extension host. May be called once in a page's life. What comes in is as the host sent it: only the host can post here. */
export function connectToHost<ToHost>(receive: (message: MessageEvent['data']) => void): HostPort<ToHost> {
  const api = acquireVsCodeApi();
  window.addEventListener('message', (event) => receive(event.data));
  return {
    post: (message) => api.postMessage(message),
    restore: () => api.getState(),
    save: (state) => api.setState(state),
  };
}
