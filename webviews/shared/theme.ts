/** What a colour is for. The style sheet takes each from the editor's theme, as `--chart-<role>`. */
export type ColorRole = keyof ReturnType<typeof readColors>;

export interface Theme {
  readonly colors: Readonly<Record<ColorRole, string>>;
  /** Of axis labels. */
  readonly font: string;
  readonly smallFont: string;
  /** Fills carry less in high contrast: lines and patterns do. */
  readonly highContrast: boolean;
}

export function readTheme(document: Document): Theme {
  const style = getComputedStyle(document.body);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  const family = value('--chart-font');
  return {
    colors: readColors((role) => value(`--chart-${role}`)),
    font: `11px ${family}`,
    smallFont: `10px ${family}`,
    highContrast: ['vscode-high-contrast', 'vscode-high-contrast-light'].some((name) => document.body.classList.contains(name)),
  };
}

function readColors(value: (role: string) => string) {
  return {
    foreground: value('foreground'),
    muted: value('muted'),
    background: value('background'),
    grid: value('grid'),
    axis: value('axis'),
    selection: value('selection'),
    blue: value('blue'),
    red: value('red'),
    orange: value('orange'),
    yellow: value('yellow'),
    green: value('green'),
    purple: value('purple'),
  };
}

/** Calls back when the editor's theme changes, which it tells by attributes of the root and the body. */
export function onThemeChange(document: Document, changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}
