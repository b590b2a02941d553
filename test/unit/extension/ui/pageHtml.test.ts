import { expect, it } from 'vitest';
import { pageHtml } from '../../../../src/extension/ui/pageHtml.ts';

const page = pageHtml({ language: 'de', title: 'A "b" <c> & d', script: 'https://x/scaling.js?a=1&b=2', styleSheet: 'https://x/scaling.css', nonce: 'n0nce+/=' });

it('lets in one script and one style sheet by nonce, and nothing else', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1]?.replaceAll('&#39;', "'");
  expect(policy).toBe("default-src 'none'; script-src 'nonce-n0nce+/='; style-src 'nonce-n0nce+/='");
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page.match(/nonce="n0nce\+\/="/g)).toHaveLength(2);
});

it('has no style attribute and no handler in it', () => expect(page).not.toMatch(/\s(style|on\w+)=/));

it('writes texts and addresses so that they stay what they are', () => {
  expect(page).toContain('<title>A &quot;b&quot; &lt;c&gt; &amp; d</title>');
  expect(page).toContain('src="https://x/scaling.js?a=1&amp;b=2"');
  expect(page).toContain('lang="de"');
});
