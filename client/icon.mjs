// Draws icon.png: a wildcard under the magnifying glass. `node client/icon.mjs` writes it anew.
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 128;
/** Samples along each side of a pixel. */
const FINE = 4;
const GROUND = [0x2b, 0x2f, 0x77];
const GLASS = [0xff, 0xff, 0xff];
const STAR = [0xff, 0xb4, 0x2e];

const [X, Y, RADIUS] = [56, 56, 33];

/** The distance of a point from a line between two points. */
function fromLine(x, y, [x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const t = Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - x1 - t * dx, y - y1 - t * dy);
}

function colourAt(x, y) {
  const corner = 26;
  const [ex, ey] = [Math.abs(x - SIZE / 2), Math.abs(y - SIZE / 2)].map(it => Math.max(0, it - (SIZE / 2 - corner)));
  if (Math.hypot(ex, ey) > corner) return undefined;
  const arms = [0, 60, 120].map(it => (it * Math.PI) / 180 + Math.PI / 2);
  const reach = 19;
  for (const it of arms) {
    const [dx, dy] = [Math.cos(it) * reach, Math.sin(it) * reach];
    if (fromLine(x, y, [X - dx, Y - dy], [X + dx, Y + dy]) < 4.6) return STAR;
  }
  if (Math.abs(Math.hypot(x - X, y - Y) - RADIUS) < 5.2) return GLASS;
  if (fromLine(x, y, [X + 29, Y + 29], [X + 47, Y + 47]) < 7.5) return GLASS;
  return GROUND;
}

function pixel(px, py) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < FINE * FINE; i++) {
    const colour = colourAt(px + ((i % FINE) + 0.5) / FINE, py + (Math.floor(i / FINE) + 0.5) / FINE);
    if (!colour) continue;
    colour.forEach((it, channel) => {
      sum[channel] += it;
    });
    sum[3]++;
  }
  return [...sum.slice(0, 3).map(it => Math.round(it / Math.max(1, sum[3]))), Math.round((255 * sum[3]) / FINE ** 2)];
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

const rows = Array.from({ length: SIZE }, (_, y) => [0, ...Array.from({ length: SIZE }, (_, x) => pixel(x, y)).flat()]);
const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
header.set([8, 6], 8);
writeFileSync(
  new URL('icon.png', import.meta.url),
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]),
);
