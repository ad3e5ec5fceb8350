import { io } from 'socket.io-client';

function connected(socket) {
  return new Promise((done, fail) => {
    socket.on('connect', () => {
      socket.close();
      done();
    });
    socket.on('connect_error', error => {
      socket.close();
      fail(error);
    });
  });
}

export const chat = () => connected(io('http://localhost:4400'));

export const alerts = () => connected(io('http://localhost:4401'));

export const games = () => connected(io('http://localhost:4402', { withCredentials: true }));
