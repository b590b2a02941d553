import type { JSX } from 'preact';
import type { OverviewRow } from '../../../src/protocol/webview/codeSigning.ts';
import { Icon } from '../icons.tsx';
import { expiresSoon } from '../signingFormats.ts';
import { rowStanding } from '../standing.ts';
import { PolicyBadge, StandingMark } from '../StandingMark.tsx';
import type { View } from '../view.ts';
import { signedOf, signerOf } from './overviewRows.ts';

interface RowProps {
  readonly view: View;
  readonly row: OverviewRow;
  readonly index: number;
  /** Whether the Tab key comes to it. */
  readonly tabbed: boolean;
  readonly onFocus: (index: number) => void;
}

/** One function. All of the row opens it; the keyboard finds the name. */
export function OverviewTableRow({ view: { model, strings, formats }, row, index, tabbed, onFocus }: RowProps): JSX.Element {
  const { functionName, policy, configId = '', profileVersionArn, expires, problem, verdict } = row;
  const standing = rowStanding(row);
  const failed = verdict?.failed.map((check) => strings.checks[check]).join(', ');
  return (
    <tr class="row" role="row" aria-rowindex={index + 2} onClick={() => model.openFunction(functionName)}>
      <th scope="row" role="rowheader" class="functionName">
        <button type="button" class="link" tabIndex={tabbed ? 0 : -1} data-index={index} title={functionName} onFocus={() => onFocus(index)}>{functionName}</button>
      </th>
      <td role="cell" class="verdict" title={problem ?? failed ?? ''}>
        <StandingMark standing={standing} strings={strings} />
      </td>
      <td role="cell" class="policy-cell">
        {policy === undefined ? <span class="quiet">{problem === undefined ? strings.policies.none : strings.unknown}</span> : <PolicyBadge policy={policy} strings={strings} />}
      </td>
      <td role="cell" class={`signed ${signedOf(row)}`}>{strings.signedWords[signedOf(row)]}</td>
      <td role="cell" class="signer" title={profileVersionArn ?? ''}>{signerOf(row) ?? ''}</td>
      <td role="cell" class="expires" title={expires === undefined ? '' : formats.moment(expires)}>
        {expires !== undefined && (
          <span class={expiresSoon(expires, model.now()) ? 'soon' : ''}>
            {expiresSoon(expires, model.now()) && <Icon name="warning" size={14} />}
            {formats.distance(expires, model.now())} <span class="quiet">{formats.day(expires)}</span>
          </span>
        )}
      </td>
      <td role="cell" class="configuration" title={configId}>{configId}</td>
    </tr>
  );
}
