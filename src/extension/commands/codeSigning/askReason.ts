import { l10n } from 'vscode';
import { askText } from '../../ui/askText.ts';

/** Source: AWS Signer's model, RevocationReasonString: 1 to 500 characters. */
const longest = 500;

/** Why something is revoked: Signer keeps it. Undefined where the user gave up. */
export async function askReason(title: string): Promise<string | undefined> {
  const check = (text: string) => {
    if (text.trim() === '') return l10n.t('A reason is needed.');
    return text.length > longest ? l10n.t('At most {0} characters.', longest) : undefined;
  };
  const answer = await askText({ title, prompt: l10n.t('Why it is revoked. AWS Signer keeps the reason.'), value: '', canGoBack: false, check });
  return answer.type === 'chosen' ? answer.value.trim() : undefined;
}
