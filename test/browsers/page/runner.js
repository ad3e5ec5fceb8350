// Sends what it is told. In the page it fetches cases and reports; in the sandboxed frame it is told by the page.
const AT_ONCE = 10;

async function byFetch(it) {
  const init = {
    method: it.method,
    credentials: it.credentials,
    mode: it.mode,
    redirect: it.redirect,
    headers: it.headers,
  };
  const body = bodyOf(it);
  if (body !== undefined) init.body = body;
  let request;
  try {
    request = new Request(it.url, init);
  } catch {
    return { kind: 'thrown' };
  }
  try {
    const response = await fetch(request);
    const names = [...response.headers.keys()];
    await response.text();
    return { kind: 'response', type: response.type, status: response.status, names };
  } catch {
    return { kind: 'failed' };
  }
}

function byXhr(it) {
  return new Promise(done => {
    const xhr = new XMLHttpRequest();
    try {
      xhr.open(it.method, it.url);
      xhr.withCredentials = it.credentials === 'include';
      for (const [name, value] of it.headers) xhr.setRequestHeader(name, value);
      if (it.listens) xhr.upload.onprogress = () => {};
    } catch {
      done({ kind: 'thrown' });
      return;
    }
    xhr.onerror = () => done({ kind: 'failed' });
    xhr.onload = () => {
      const lines = xhr
        .getAllResponseHeaders()
        .split('\r\n')
        .filter(line => line !== '');
      done({ kind: 'response', status: xhr.status, names: lines.map(line => line.split(':')[0].toLowerCase()) });
    };
    xhr.send(bodyOf(it));
  });
}

function byEvents(it) {
  return new Promise(done => {
    const events = new EventSource(it.url, { withCredentials: it.credentials === 'include' });
    const end = outcome => {
      events.close();
      done(outcome);
    };
    events.onopen = () => end({ kind: 'response', status: 200, names: [] });
    events.onerror = () => end({ kind: 'failed' });
  });
}

async function byBeacon(it) {
  navigator.sendBeacon(it.url, bodyOf(it));
  await new Promise(done => setTimeout(done, 400));
  return { kind: 'sent' };
}

function bodyOf({ body }) {
  if (!body) return undefined;
  return body.type === undefined
    ? new Blob(['{}'])
    : body.type.startsWith('text/plain')
      ? '{}'
      : new Blob(['{}'], { type: body.type });
}

const WAYS = { fetch: byFetch, xhr: byXhr, events: byEvents, beacon: byBeacon };

async function perform(it) {
  const first = await WAYS[it.by](it);
  return it.twice ? WAYS[it.by](it) : first;
}

if (window.parent !== window) {
  addEventListener('message', async ({ data }) => {
    parent.postMessage({ id: data.id, outcome: await perform(data) }, '*');
  });
  parent.postMessage({ ready: true }, '*');
} else {
  const waiting = new Map();
  const ready = new Promise(done => {
    addEventListener('message', ({ data }) => {
      if (data.ready) done();
      else waiting.get(data.id)(data.outcome);
    });
  });
  const inSandbox = it =>
    new Promise(done => {
      waiting.set(it.id, done);
      document.querySelector('iframe').contentWindow.postMessage(it, '*');
    });
  (async () => {
    await ready;
    for (;;) {
      const cases = await (await fetch('/cases')).json();
      if (cases.length === 0) break;
      const found = {};
      const lane = async () => {
        for (let it = cases.pop(); it; it = cases.pop())
          found[it.id] = await (it.from === 'page' ? perform(it) : inSandbox(it));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      await fetch('/outcomes', { method: 'POST', body: JSON.stringify(found) });
    }
    console.log('corslint: all cases are done');
    await fetch('/done', { method: 'POST' });
  })();
}
