/**
 * Whether a header is looked at between `start` and `end` of a function's text as one of several places where the same may stand
 * (`req.body.token || req.headers['x-access-token']`), or where it is not production: pages get along without sending it.
 */
export function isOptional(text: string, start: number, end: number): boolean {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const first = OTHERWISE.test(after) && !LITERAL.test(after);
  const later = /(?:\|\||\?\?)\s*\(?\s*$/.test(before) && !/^\s*[=!<>]=/.test(after);
  return first || later || isInDevelopment(text, start);
}

const OTHERWISE = /^\s*(?:\|\||\?\?)/;

/** A value in the header's place that comes from nowhere. */
const LITERAL = /^\s*(?:\|\||\?\?)\s*(?:['"`\d[{]|(?:null|undefined|false|true)\b)/;

const DEVELOPMENT =
  /\bif\s*\([^(){}]*(?:NODE_ENV\s*!==?\s*['"`]production['"`]|NODE_ENV\s*===?\s*['"`](?:development|dev|test)['"`])[^(){}]*\)\s*/g;

/** Whether a place stands in a branch of an `if` for what is not production. */
function isInDevelopment(text: string, place: number): boolean {
  return [...text.slice(0, place).matchAll(DEVELOPMENT)].some(it => {
    const between = text.slice(it.index + it[0].length, place);
    return between.startsWith('{') ? isOpen(between) : !between.includes(';') && !between.includes('\n\n');
  });
}

/** Whether the brace with which a text begins is still open at its end. */
function isOpen(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if (letter === '{') depth++;
    else if (letter === '}' && --depth === 0) return false;
  }
  return depth > 0;
}
