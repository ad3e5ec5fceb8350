import { quoted, type Scene } from './scene.ts';

type Atom = (scene: Scene) => string;

/** Ways in which a list is changed under another name than its own. */
const CHANGES: Readonly<Record<string, (list: string, other: string, item: string) => string>> = {
  'in forEach of a list': (a, b, x) => `[${a}, ${b}].forEach(it => it.push(${x}));`,
  'in for of a list': (a, b, x) => `for (const it of [${a}, ${b}]) it.push(${x});`,
  'as an item': (a, b, x) => `const all${a} = [${a}, ${b}];\nall${a}[0].push(${x});`,
  'as a value of a map': (a, b, x) =>
    `const map${a} = new Map([['a', ${a}], ['b', ${b}]]);\nmap${a}.get('a').push(${x});`,
  'as one of two': (a, b, x) => `(${a}.length < 9 ? ${a} : ${b}).push(${x});`,
  'as what is there': (a, _, x) => `(${a} || []).push(${x});`,
  'as what is assigned': (a, _, x) => `let copy${a};\n(copy${a} = ${a}).push(${x});`,
  'as what a function gives': (a, _, x) => `const get${a} = () => ${a};\nget${a}().push(${x});`,
  'as what a method gives': (a, _, x) => `${a}.reverse().push(${x});`,
  'in an object that holds it': (a, _, x) =>
    `class Keeper${a} {\n  constructor(list) {\n    this.list = list;\n  }\n  add(it) {\n    this.list.push(it);\n  }\n}\nnew Keeper${a}(${a}).add(${x});`,
  'as a property’s value': (a, b, x) =>
    `const held${a} = { a: ${a}, b: ${b} };\nfor (const it of Object.values(held${a})) it.push(${x});`,
  'in a shallow copy': (a, b, x) =>
    `const held${a} = { a: ${a}, b: ${b} };\nconst copy${a} = { ...held${a} };\ncopy${a}.a.push(${x});`,
  'by Object.assign': (a, b, x) => `const copy${a} = Object.assign({}, { a: ${a}, b: ${b} });\ncopy${a}.a.push(${x});`,
  'in a copy of lists': (a, b, x) => `const lists${a} = [${a}, ${b}];\n[...lists${a}][0].push(${x});`,
  'by Reflect': (a, _, x) => `Reflect.apply(${a}.push, ${a}, [${x}]);`,
  'by a bound method': (a, _, x) => `const add${a} = ${a}.push.bind(${a});\nadd${a}(${x});`,
  'by a method taken out': (a, _, x) => `const { push: add${a} } = ${a};\nadd${a}.call(${a}, ${x});`,
  'by a method of the prototype': (a, _, x) =>
    `const { unshift: add${a} } = Array.prototype;\nadd${a}.apply(${a}, [${x}]);`,
  'by call, of a function of its own': (a, b, x) =>
    `function add${a}(_, it) {\n  it.push(${x});\n}\nadd${a}.call(null, ${b}, ${a});`,
  'by a function of its own': (a, _, x) => `function add${a}(it) {\n  it.push(${x});\n}\nadd${a}(${a});`,
  'by exchange': (a, b) => `[${a}, ${b}] = [${b}, ${a}];`,
  'by a pattern of an object': (a, _, x) => `({ list: ${a} } = { list: [${x}] });`,
  'by another var': (a, _, x) => `var ${a} = [${x}];`,
};

/** Lists that are changed so, and then asked: one atom, since nobody can tell what they hold. */
export const CHANGED_ATOMS: Readonly<Record<string, Atom>> = {
  'a list changed under another name': s => {
    const [name, change] = s.dice.pick(Object.entries(CHANGES));
    return `${s.declare('allowed', list => {
      const keyword = name === 'by another var' ? 'var' : 'let';
      const other = `other${list}`;
      return `${keyword} ${list} = ${s.array()};\nlet ${other} = ${s.array()};\n${change(list, other, quoted(s.origin()))}`;
    })}.includes(${s.o})`;
  },
};
