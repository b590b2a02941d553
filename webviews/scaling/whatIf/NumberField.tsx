import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';

interface NumberFieldProps {
  readonly id?: string;
  readonly label?: string;
  readonly value: number;
  readonly min: number;
  readonly max?: number;
  readonly disabled?: boolean;
  readonly onCommit: (value: number) => void;
}

/** A field for a number, which counts once it is entered. What is being typed stays, whatever the page does meanwhile. */
export function NumberField({ id, label, value, min, max, disabled = false, onCommit }: NumberFieldProps): JSX.Element {
  const typed = useSignal<string | undefined>(undefined);
  const commit = (): void => {
    const entered = typed.value === undefined || typed.value.trim() === '' ? Number.NaN : Number(typed.value);
    typed.value = undefined;
    if (Number.isFinite(entered)) onCommit(Math.min(max ?? entered, Math.max(min, entered)));
  };
  return (
    <input
      type="number" step="any" min={min} disabled={disabled} value={typed.value ?? Number(value.toPrecision(4))}
      {...(id !== undefined && { id })} {...(label !== undefined && { 'aria-label': label })} {...(max !== undefined && { max })}
      onInput={({ currentTarget }) => void (typed.value = currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        // What is typed goes first; then what is open.
        if (event.key === 'Escape' && typed.value !== undefined) {
          typed.value = undefined;
          event.preventDefault();
        }
      }}
    />
  );
}
