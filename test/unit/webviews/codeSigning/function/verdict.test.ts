import { describe, expect, it } from 'vitest';
import type { FunctionSigning } from '../../../../../src/protocol/webview/codeSigning.ts';
import { verdictOf } from '../../../../../webviews/codeSigning/function/verdict.ts';
import { SigningFormats } from '../../../../../webviews/codeSigning/signingFormats.ts';
import { functionOf, now, partOf, signatureOf, unsigned, verified } from '../states.ts';
import { words } from '../words.ts';

const verdict = (view: FunctionSigning) => verdictOf(view, { strings: words, formats: new SigningFormats('en', 'UTC'), now });
const mended = (view: FunctionSigning) => verdict(view).mends.map(({ label }) => label);

describe('what a deployment would do now', () => {
  const notAllowed = verified({ mismatch: 'profileNotAllowed' });

  it.each<[string, FunctionSigning, string, string]>([
    ['a package by a profile that is not allowed, under Enforce', functionOf('Enforce', [partOf('package', notAllowed)]), 'blocked', 'package blocked: reasonClauses.profileNotAllowed'],
    ['the same under Warn', functionOf('Warn', [partOf('package', notAllowed, 'Warn')]), 'counted', 'package counted: reasonClauses.profileNotAllowed'],
    ['changed content under Warn', functionOf('Warn', [partOf('package', verified({ integrity: 'contentChanged' }), 'Warn')]), 'blocked', 'package blocked: reasonClauses.contentChanged'],
    ['a layer alone', functionOf('Enforce', [partOf('package', verified()), partOf('layer', unsigned)]), 'blocked', 'layer tools:3 blocked: reasonClauses.unsigned'],
    ['what is in order', functionOf('Enforce', [partOf('package', verified())]), 'trusted', 'trusted: release Jan 21, 2026 Mar 7, 2027'],
    ['a signature without a profile: its certificate', functionOf('Enforce', [partOf('package', verified({}, { ...signatureOf(), profileVersionArn: undefined }))]), 'trusted', 'trusted: signer Jan 21, 2026 Mar 7, 2027'],
    ['a signature that says nothing of itself', functionOf('Enforce', [partOf('package', verified({}, { ...signatureOf(), expiry: undefined }))]), 'trusted', 'trustedBriefly'],
    ['no configuration, whatever is signed', functionOf(undefined, [partOf('package', unsigned)]), 'unchecked', 'noConfigVerdict'],
    ['a container image', functionOf(undefined, [], { packageType: 'Image' }), 'image', 'imageVerdict'],
    ['a part that could not be read', functionOf('Enforce', [partOf('package', verified()), partOf('layer', undefined)]), 'unknown', 'unknown: tools:3'],
    ['a part that is blocked beside one that could not be read', functionOf('Enforce', [partOf('package', unsigned), partOf('layer', undefined)]), 'blocked', 'package blocked: reasonClauses.unsigned'],
    ['no parts at all', functionOf('Enforce', []), 'unknown', 'unknown'],
  ])('tells of %s', (_, view, standing, headline) => expect(verdict(view)).toMatchObject({ standing, headline }));

  it('names what else fails, and what is not known', () => {
    const both = functionOf('Enforce', [partOf('package', notAllowed), partOf('layer', unsigned)]);
    expect(verdict(both).notes).toEqual(['also: tools:3']);
    expect(verdict(functionOf('Enforce', [partOf('package', notAllowed), partOf('layer', undefined)])).notes).toEqual(['unknown: tools:3']);
  });

  it('says that changed content is refused even under Warn, and what Enforce would do', () => {
    expect(verdict(functionOf('Warn', [partOf('package', verified({ integrity: 'contentChanged' }), 'Warn')])).notes).toEqual(['integrityNote']);
    expect(verdict(functionOf('Warn', [partOf('package', notAllowed, 'Warn')])).notes).toEqual(['countedNote']);
  });

  it('gives the reason of a part that could not be read', () => expect(verdict(functionOf('Enforce', [partOf('package', undefined)])).notes).toEqual(['denied']));

  it('warns of what expires within ninety days, in any part', () => {
    const soon = functionOf('Enforce', [partOf('package', verified()), partOf('layer', verified({}, signatureOf('release', 40)))]);
    expect(verdict(soon).notes).toEqual(['tools:3 expires in 40 days']);
    expect(mended(soon)).toEqual(['signLayer']);
  });

  it('says whose word it is where certificates were not followed here', () => {
    const by = verified();
    const part = partOf('package', { ...by, checks: { ...by.checks, mismatch: { verdict: 'notChecked' } } });
    expect(verdict(functionOf('Enforce', [{ ...part, note: 'Lambda says so.' }])).notes).toEqual(['lambdasWord']);
  });

  it('offers what mends it', () => {
    expect(mended(functionOf('Enforce', [partOf('package', notAllowed)]))).toEqual(['allowThisPublisher', 'deploySigned', 'toWarn']);
    expect(mended(functionOf('Warn', [partOf('package', notAllowed, 'Warn')]))).toEqual(['allowThisPublisher', 'deploySigned']);
    expect(mended(functionOf(undefined, [partOf('package', unsigned)]))).toEqual(['attach', 'createConfig']);
    expect(mended(functionOf('Enforce', [partOf('package', undefined)]))).toEqual(['checkAgain']);
    expect(mended(functionOf(undefined, [], { packageType: 'Image' }))).toEqual([]);
  });
});
