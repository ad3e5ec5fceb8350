import $ from 'jquery';

const server = 'http://localhost:4300';

export const menu = () => Promise.resolve($.getJSON(`${server}/menu`));

export const orders = () => Promise.resolve($.ajax({ url: `${server}/order`, xhrFields: { withCredentials: true } }));

export const order = () =>
  Promise.resolve(
    $.ajax({
      url: `${server}/order`,
      method: 'POST',
      contentType: 'application/json',
      data: JSON.stringify({ soup: 1 }),
      xhrFields: { withCredentials: true },
    }),
  );

export const note = () =>
  Promise.resolve($.ajax({ url: `${server}/note`, method: 'POST', contentType: 'application/json', data: '{}' }));

export const tagged = () => Promise.resolve($.ajax({ url: `${server}/order`, method: 'POST', headers: { 'X-Table': '7' } }));

export const kitchen = () => Promise.resolve($.get(`${server}/kitchen`));
