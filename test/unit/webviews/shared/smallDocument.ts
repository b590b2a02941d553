/** As much of a browser's document as Preact renders into: enough to see what a page shows, and to press its buttons. */
export class SmallNode {
  parentNode: SmallNode | null = null;
  readonly childNodes: SmallNode[] = [];
  readonly attributes = new Map<string, string>();
  readonly style = { cssText: '', setProperty: () => undefined };
  readonly dataset: Record<string, string> = {};
  readonly namespaceURI = 'http://www.w3.org/1999/xhtml';
  readonly nodeType: number;
  readonly localName: string;
  data: string;
  readonly #listeners = new Map<string, (event: object) => void>();

  constructor(nodeType: number, localName: string, data = '') {
    this.nodeType = nodeType;
    this.localName = localName;
    this.data = data;
  }

  get ownerDocument(): typeof smallDocument {
    return smallDocument;
  }

  get firstChild(): SmallNode | null {
    return this.childNodes[0] ?? null;
  }

  get nextSibling(): SmallNode | null {
    const siblings = this.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }

  get textContent(): string {
    return this.nodeType === 3 ? this.data : this.childNodes.map(({ textContent }) => textContent).join('');
  }

  insertBefore(node: SmallNode, before: SmallNode | null): SmallNode {
    node.remove();
    const at = before === null ? this.childNodes.length : this.childNodes.indexOf(before);
    this.childNodes.splice(at, 0, node);
    node.parentNode = this;
    return node;
  }

  appendChild(node: SmallNode): SmallNode {
    return this.insertBefore(node, null);
  }

  removeChild(node: SmallNode): SmallNode {
    this.childNodes.splice(this.childNodes.indexOf(node), 1);
    node.parentNode = null;
    return node;
  }

  remove(): void {
    this.parentNode?.removeChild(this);
  }

  contains(node: SmallNode | null): boolean {
    return node === this || this.childNodes.some((child) => child.contains(node));
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  addEventListener(type: string, listener: (event: object) => void): void {
    this.#listeners.set(type, listener);
  }

  removeEventListener(type: string): void {
    this.#listeners.delete(type);
  }

  /** Clicks it, as a user would: those around it hear of it, too. */
  click(): void {
    this.#hear({ type: 'click', target: this });
  }

  #hear(event: { readonly type: string; readonly target: SmallNode }): void {
    this.#listeners.get(event.type)?.call(this, { ...event, currentTarget: this });
    if (this.parentNode !== null) this.parentNode.#hear(event);
  }

  /** All nodes of a name below it, or with an attribute of a value. */
  all(name: string, attribute?: string, value?: string): SmallNode[] {
    const own = this.localName === name && (attribute === undefined || this.attributes.get(attribute) === value) ? [this] : [];
    return [...own, ...this.childNodes.flatMap((child) => child.all(name, attribute, value))];
  }

  /** The button of that name. */
  button(name: string): SmallNode {
    const found = this.all('button').find((button) => (button.attributes.get('aria-label') ?? button.textContent) === name);
    if (found === undefined) throw new Error(`There is no button “${name}”.`);
    return found;
  }

  focus(): void {
    smallDocument.activeElement = this;
  }

  // What the pages ask of elements that are shown.
  querySelector(): undefined {
    return undefined;
  }

  getBoundingClientRect(): { readonly height: number } {
    return { height: 0 };
  }
}

export const smallDocument = {
  activeElement: undefined as SmallNode | undefined,
  createElement: (name: string) => new SmallNode(1, name),
  createElementNS: (_: string, name: string) => new SmallNode(1, name),
  createTextNode: (text: string) => new SmallNode(3, '#text', text),
};
