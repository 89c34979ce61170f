// Writes src/OAuth2Server/Protocol/ComposedText.txt from the Unicode data of Node.js: node eng/composed-text.mjs
// Characters keep their normal form in every later version of Unicode, so this is needed only for new characters.
import { writeFileSync } from 'node:fs';

const hex = text => [...text].map(c => c.codePointAt(0).toString(16).toUpperCase()).join(' ');
const all = [];
for (let code = 0; code <= 0x10FFFF; code++) if (code < 0xD800 || code > 0xDFFF) all.push(String.fromCodePoint(code));

// Hangul syllables are computed.
const isHangul = c => c >= '\uAC00' && c <= '\uD7A3';
const decompositions = [];
for (const c of all.filter(c => c.normalize('NFD') !== c && !isHangul(c))) {
  const parts = [...c.normalize('NFD')];
  const pair = [parts.slice(0, -1).join('').normalize('NFC'), parts.at(-1)];
  const composes = c.normalize('NFC') === c;
  if (composes && (pair.join('').normalize('NFC') !== c || [...pair[0]].length !== 1)) throw new Error(hex(c));
  decompositions.push(composes ? `${hex(c)} = ${hex(pair.join(''))}` : `${hex(c)} > ${hex(parts.join(''))}`);
}

// Only the order of the combining classes matters. Two marks change places if the class of the first is greater.
const swaps = (first, second) => ('A' + first + second).normalize('NFD') === 'A' + second + first;
const marks = all.filter(c => /\p{M}/u.test(c) && c.normalize('NFD') === c && (swaps(c, '\u0334') || swaps('\u0345', c) || c === '\u0334' || c === '\u0345'));
const classes = [];
for (const mark of marks) {
  const same = classes.find(members => !swaps(mark, members[0]) && !swaps(members[0], mark));
  if (same) same.push(mark);
  else {
    const at = classes.findIndex(members => swaps(members[0], mark));
    classes.splice(at < 0 ? classes.length : at, 0, [mark]);
  }
}

const ranges = [];
classes.flatMap((members, index) => members.map(mark => [mark.codePointAt(0), index + 1])).sort((a, b) => a[0] - b[0]).forEach(([code, order]) => {
  const last = ranges.at(-1);
  if (last && last.to === code - 1 && last.order === order) last.to = code;
  else ranges.push({ from: code, to: code, order });
});
const range = ({ from, to, order }) => `${from.toString(16).toUpperCase()} ${to.toString(16).toUpperCase()} # ${order}`;
const header = `Unicode ${process.versions.unicode}. A = B C: A is composed of B and C. A > B: A becomes B. A B # N: the marks from A to B have place N.`;
writeFileSync(new URL('../src/OAuth2Server/Protocol/ComposedText.txt', import.meta.url), [header, ...decompositions, ...ranges.map(range)].join('\n') + '\n');
