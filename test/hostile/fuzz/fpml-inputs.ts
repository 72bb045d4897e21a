import { readFileSync, readdirSync } from 'node:fs';
import type fc from 'fast-check';
import { finished } from './event-inputs.js';
import { chosen, draws, type Change, type Draw, type HostileInput } from './input.js';
import { nastyNames, nastyTexts } from './nasty.js';

const FOLDER = 'test/fixtures/fpml';

const bases: readonly string[] = readdirSync(FOLDER)
  .sort()
  .map((name) => readFileSync(`${FOLDER}/${name}`, 'utf8'));

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Every match of the pattern, as places to change. */
const placesOf = (text: string, pattern: RegExp): RegExpExecArray[] => [...text.matchAll(pattern)];

/** Puts something in the place of one match, or leaves a text without any as it is. */
function replaced(text: string, pattern: RegExp, at: number, by: (match: RegExpExecArray) => string): string {
  const places = placesOf(text, pattern);
  if (places.length === 0) return text;
  const match = chosen(places, at);
  return text.slice(0, match.index) + by(match) + text.slice(match.index + match[0].length);
}

/** Bounded, so that looking for a place in a text that has grown to a megabyte takes no longer than reading it. */
const OPENING = /<([A-Za-z][\w.-]{0,60})([^<>]{0,500})>/g;
const LEAF = /<([A-Za-z][\w.-]{0,60})([^<>/]{0,500})>([^<>]{0,500})<\/\1>/g;
const NAME = /(<\/?)([A-Za-z][\w.-]{0,60})/g;
const ATTRIBUTE = /(?<![\w:.-])([\w:.-]{1,60})="([^"]{0,500})"/g;

/** An element name of the text; a text without any has the name x. */
const nameIn = (text: string, at: number): string => {
  const places = placesOf(text, NAME);
  return (places.length === 0 ? undefined : chosen(places, at)[2]) ?? 'x';
};

const within = (text: string, at: number, what: string): string => replaced(text, OPENING, at, ([tag]) => tag + what);

/** The flood of a billion laughs, the quadratic one, and files and addresses from elsewhere. */
const DOCTYPES: readonly string[] = [
  `<!DOCTYPE d [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY lol${n + 1} "${`&lol${n || ''};`.repeat(10)}">`).join('')}]>`,
  `<!DOCTYPE d [<!ENTITY a "${'a'.repeat(5_000)}">]>`,
  '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
  '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">',
  '<!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
  '<!doctype d [<!ENTITY x "y">]>',
  '<! DOCTYPE d>',
  '<!DOCTYPE',
  '<!ENTITY x "y">',
  '<!ELEMENT d ANY>',
];

const REFERENCES: readonly string[] = [
  '&lol9;',
  '&x;',
  '&#0;',
  '&#x0;',
  '&#xD800;',
  '&#x110000;',
  '&#99999999999999999999;',
  '&#xFFFFFFFFFFFFFFFFFF;',
  '&#-1;',
  '&#x;',
  '&#;',
  '&;',
  '&',
  '&amp;',
  '&amp;lt;',
  '&#38;#38;',
  '&#x41;',
  '&quot;&apos;&lt;&gt;',
];

const DECLARATIONS: readonly string[] = [
  '<?xml version="1.0" encoding="UTF-16"?>',
  '<?xml version="1.0" encoding="ISO-8859-1"?>',
  '<?xml version="1.0" encoding="UTF-7"?>',
  '<?xml version="1.1"?>',
  '<?xml version="9.9" standalone="maybe"?>',
  '<?xml?>',
  '<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>',
  '<?php system("id") ?>',
  ' <?xml version="1.0"?>',
  '',
];

const RAW: readonly string[] = [
  '<!-- -->',
  '<!-- -- -->',
  '<!--',
  '<![CDATA[<a>]]>',
  '<![CDATA[',
  ']]>',
  '<?pi',
  '<?pi ?>',
  '<',
  '>',
  '</x>',
  '<x>',
  '<x/>',
  '<x a=1>',
  '<x a="1" a="2"/>',
  '<x xmlns:p="u"><p:y/></x>',
  '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
  '<1/>',
  '< x/>',
  '<x / >',
  '\0',
];

interface Kind {
  readonly name: string;
  readonly apply: (text: string, change: Change) => string;
}

const count = (pick: number, scale: number, upTo: number): number => (pick % upTo) * scale + 1;

const KINDS: readonly Kind[] = [
  {
    name: 'another text',
    apply: (text, { at, pick }) =>
      replaced(
        text,
        LEAF,
        at,
        ([, name, attributes]) => `<${name}${attributes}>${escaped(chosen(nastyTexts, pick))}</${name}>`,
      ),
  },
  {
    name: 'another name',
    apply: (text, { at, pick }) => replaced(text, NAME, at, ([, bracket]) => `${bracket}${nameIn(text, pick)}`),
  },
  {
    name: 'names swapped',
    apply: (text, { at, pick }) => {
      const [one, other] = [nameIn(text, at), nameIn(text, pick)];
      return text.replaceAll(NAME, (tag, bracket: string, name: string) =>
        name === one ? bracket + other : name === other ? bracket + one : tag,
      );
    },
  },
  { name: 'element missing', apply: (text, { at }) => replaced(text, LEAF, at, () => '') },
  {
    name: 'element many times',
    apply: (text, { at, pick, scale }) => replaced(text, LEAF, at, ([leaf]) => leaf.repeat(count(pick, scale, 4) + 1)),
  },
  {
    name: 'attribute changed',
    apply: (text, { at, pick }) =>
      replaced(
        text,
        ATTRIBUTE,
        at,
        ([, name]) => `${name}="${escaped(chosen(nastyTexts, pick)).replaceAll('"', '&quot;')}"`,
      ),
  },
  { name: 'attribute twice', apply: (text, { at }) => replaced(text, ATTRIBUTE, at, ([one]) => `${one} ${one}`) },
  {
    name: 'a huge attribute',
    apply: (text, { at, pick, scale }) =>
      replaced(text, ATTRIBUTE, at, ([, name]) => `${name}="${'x'.repeat(count(pick, scale, 200))}"`),
  },
  {
    name: 'many attributes',
    apply: (text, { at, pick, scale }) =>
      replaced(text, ATTRIBUTE, at, ([one]) =>
        [one, ...Array.from({ length: count(pick, scale, 16) }, (_, number) => `a${number}="1"`)].join(' '),
      ),
  },
  {
    name: 'a DOCTYPE',
    apply: (text, { pick, at }) => {
      const with9 = at % 2 === 0 ? within(text, at, '&lol9;&a;&x;') : text;
      return with9.replace(/\?>/, `?>${chosen(DOCTYPES, pick)}`);
    },
  },
  { name: 'a DOCTYPE inside', apply: (text, { at, pick }) => within(text, at, chosen(DOCTYPES, pick)) },
  {
    name: 'references',
    apply: (text, { at, pick, scale }) =>
      within(text, at, chosen(REFERENCES, pick).repeat(count(pick >> 5, scale, 16))),
  },
  {
    name: 'references in a text',
    apply: (text, { at, pick }) =>
      replaced(
        text,
        LEAF,
        at,
        ([, name, attributes, value]) => `<${name}${attributes}>${value}${chosen(REFERENCES, pick)}</${name}>`,
      ),
  },
  {
    name: 'deep elements',
    apply: (text, { at, pick, scale }) => {
      const depth = count(pick, Math.min(scale, 1_000), 64);
      return within(text, at, `${'<d>'.repeat(depth)}${pick % 3 === 0 ? '' : '</d>'.repeat(depth)}`);
    },
  },
  {
    name: 'many elements',
    apply: (text, { at, pick, scale }) =>
      within(text, at, chosen(['<e/>', '<e></e>', '<party/>'], at).repeat(count(pick, scale, 16))),
  },
  {
    name: 'another declaration',
    apply: (text, { pick }) => text.replace(/<\?xml[^>]*\?>/, chosen(DECLARATIONS, pick)),
  },
  { name: 'raw text', apply: (text, { at, pick }) => within(text, at, chosen(RAW, pick)) },
  {
    name: 'an element with a name of JavaScript',
    apply: (text, { at, pick }) => {
      const name = chosen(nastyNames, pick);
      return within(text, at, `<${name}>x</${name}>`);
    },
  },
  {
    name: 'an attribute with a name of JavaScript',
    apply: (text, { at, pick }) => replaced(text, ATTRIBUTE, at, ([one]) => `${one} ${chosen(nastyNames, pick)}="x"`),
  },
  {
    name: 'a long name',
    apply: (text, { at, pick, scale }) => within(text, at, `<${'n'.repeat(count(pick, scale, 200))}>`),
  },
  {
    name: 'another namespace',
    apply: (text, { pick }) =>
      text.replace('FpML-5/confirmation', chosen(['FpML-4', 'FpML-5/recordkeeping', '', '"'], pick)),
  },
  { name: 'a prefix', apply: (text, { pick }) => text.replaceAll(NAME, pick % 2 ? '$1f:$2' : '$1__proto__:$2') },
];

/** Documents made from those that are taken. */
export function fpmlInputs(): (seed: number) => fc.Arbitrary<HostileInput> {
  return () => draws.map(fpmlInput);
}

function fpmlInput({ base, inside, outside, variant }: Draw): HostileInput {
  let text = chosen(bases, base);
  const made: string[] = [];
  for (const change of inside) {
    const kind = chosen(KINDS, change.kind);
    text = kind.apply(text, change);
    made.push(`${kind.name} (${change.at}, ${change.pick}, x${change.scale})`);
  }
  return finished(Buffer.from(text), outside, variant, made);
}
