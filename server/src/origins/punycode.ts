/** The text that a `xn--` label stands for (RFC 3492), or undefined where the label is not one that an encoder writes. */
export function decodeLabel(label: string): string | undefined {
  const encoded = label.slice('xn--'.length);
  const points = decode(encoded);
  if (!points || points.every(it => it < 0x80) || encode(points) !== encoded) return undefined;
  return String.fromCodePoint(...points);
}

const [base, tMin, tMax, skew, damp, firstBias, firstPoint] = [36, 1, 26, 38, 700, 72, 128];

function adapt(delta: number, count: number, first: boolean): number {
  let left = first ? Math.floor(delta / damp) : delta >> 1;
  left += Math.floor(left / count);
  let k = 0;
  for (; left > ((base - tMin) * tMax) >> 1; k += base) left = Math.floor(left / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * left) / (left + skew));
}

function threshold(k: number, bias: number): number {
  return Math.min(tMax, Math.max(tMin, k - bias));
}

function decode(text: string): number[] | undefined {
  const cut = text.lastIndexOf('-');
  const points = [...text.slice(0, Math.max(cut, 0))].map(it => it.charCodeAt(0));
  let [point, bias, at] = [firstPoint, firstBias, 0];
  for (let from = cut + 1; from < text.length; ) {
    const before = at;
    for (let [weight, k] = [1, base]; ; k += base) {
      const digit = '0123456789'.includes(text[from] ?? '')
        ? text.charCodeAt(from) - 22
        : /[a-z]/.test(text[from] ?? '')
          ? text.charCodeAt(from) - 97
          : -1;
      if (digit < 0) return undefined;
      from++;
      at += digit * weight;
      if (digit < threshold(k, bias)) break;
      weight *= base - threshold(k, bias);
      if (at > 0x7fffffff || weight > 0x7fffffff) return undefined;
    }
    bias = adapt(at - before, points.length + 1, before === 0);
    point += Math.floor(at / (points.length + 1));
    at %= points.length + 1;
    if (point > 0x10ffff) return undefined;
    points.splice(at++, 0, point);
  }
  return points;
}

function encode(points: readonly number[]): string {
  const basic = points.filter(it => it < firstPoint);
  let text = String.fromCharCode(...basic) + (basic.length > 0 ? '-' : '');
  let [point, bias, delta, done] = [firstPoint, firstBias, 0, basic.length];
  while (done < points.length) {
    const next = Math.min(...points.filter(it => it >= point));
    delta += (next - point) * (done + 1);
    point = next;
    for (const it of points) {
      if (it < point) delta++;
      if (it !== point) continue;
      let left = delta;
      for (let k = base; ; k += base) {
        const t = threshold(k, bias);
        if (left < t) break;
        text += digitOf(t + ((left - t) % (base - t)));
        left = Math.floor((left - t) / (base - t));
      }
      text += digitOf(left);
      bias = adapt(delta, done + 1, done === basic.length);
      delta = 0;
      done++;
    }
    delta++;
    point++;
  }
  return text;
}

function digitOf(value: number): string {
  return String.fromCharCode(value < 26 ? value + 97 : value + 22);
}
