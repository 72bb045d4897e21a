import { useEffect, useRef } from 'react';
import { store, useStore } from '../store.js';

export interface KeyBinding {
  /** Key as `KeyboardEvent.key` names it; `g t` for two keys one after the other. */
  readonly key: string;
  /** Keys as printed; one binding may print for its pair, the other prints none. */
  readonly shown?: readonly string[];
  /** What it does, as a key of the language files. */
  readonly word?: string;
  readonly run: (event: KeyboardEvent) => void;
}

const KEPT_AS = 'asiento.single-keys';
const CHORD_MS = 1_200;

/** The frame's keys stand last, so that a screen may override them. */
interface Bound {
  readonly ofFrame: boolean;
  readonly bindings: readonly KeyBinding[];
}

const bound = store<readonly Bound[]>([]);
const singleKeys = store(localStorage.getItem(KEPT_AS) !== 'off');

/** Single keys can be switched off (WCAG 2.1.4). */
export const useSingleKeys = (): boolean => useStore(singleKeys);

export function switchSingleKeys(on: boolean): void {
  localStorage.setItem(KEPT_AS, on ? 'on' : 'off');
  singleKeys.set(on);
}

/** All keys that work now, for the status line and the overlay: the screen's own first. */
export function useBoundKeys(): readonly KeyBinding[] {
  return inOrder(useStore(bound));
}

function inOrder(all: readonly Bound[]): readonly KeyBinding[] {
  return [...all].sort((a, b) => (a.ofFrame ? 1 : 0) - (b.ofFrame ? 1 : 0)).flatMap(({ bindings }) => bindings);
}

/** Binds keys as long as the component is on the screen. The latest `run` is used; a changed set of keys binds anew. */
export function useKeys(bindings: readonly KeyBinding[], ofFrame = false): void {
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  const names = bindings.map(({ key }) => key).join(' | ');
  useEffect(() => {
    const entry: Bound = {
      ofFrame,
      bindings: latest.current.map((binding, index) => ({
        ...binding,
        run: (event: KeyboardEvent) => latest.current[index]?.run(event),
      })),
    };
    bound.set([...bound.get(), entry]);
    return () => bound.set(bound.get().filter((other) => other !== entry));
  }, [names, ofFrame]);
}

/** The one listener of the desk. */
export function listenForKeys(): () => void {
  let firstOfChord: { readonly key: string; readonly at: number } | undefined;
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!singleKeys.get() || writesText(event.target) || document.querySelector('dialog[open]')) return;
    const chord =
      firstOfChord && event.timeStamp - firstOfChord.at < CHORD_MS ? `${firstOfChord.key} ${event.key}` : undefined;
    const all = inOrder(bound.get());
    const match = all.find(({ key }) => key === chord) ?? all.find(({ key }) => key === event.key);
    firstOfChord = { key: event.key, at: event.timeStamp };
    if (match === undefined) return;
    event.preventDefault();
    match.run(event);
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}

function writesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]') !== null
  );
}
