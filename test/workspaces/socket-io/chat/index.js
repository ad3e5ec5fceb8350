import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { cors: { origin: 'http://localhost:5173' } });

io.on('connection', socket => socket.emit('hello'));
http.listen(4400);
