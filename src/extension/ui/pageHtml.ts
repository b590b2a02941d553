/** What a page is made of. Addresses are as the webview sees them. */
export interface PageHtml {
  readonly language: string;
  readonly title: string;
  readonly script: string;
  readonly styleSheet: string;
  /** New for every page, and not to be guessed. */
  readonly nonce: string;
}

/** A page's document: one script and one style sheet, and nothing else may load. */
export function pageHtml({ language, title, script, styleSheet, nonce }: PageHtml): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escaped(title)}</title>
  <link rel="stylesheet" nonce="${escaped(nonce)}" href="${escaped(styleSheet)}">
</head>
<body>
  <script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
