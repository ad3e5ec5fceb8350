import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http);

io.on('connection', socket => socket.emit('hello'));
http.listen(4401);
