import { loadProgram } from './compiled.ts';

loadProgram('server').serve();
