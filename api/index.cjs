'use strict';

class CorslintError extends Error {
  name = 'CorslintError';
}

/** The program is loaded when it is first asked. */
async function ask(name, ...args) {
  const { value, problem } = await require('../dist/program.cjs').ask(name, ...args);
  if (problem !== undefined) throw new CorslintError(problem);
  return value;
}

exports.CorslintError = CorslintError;
exports.audit = options => ask('audit', options);
exports.simulate = options => ask('simulate', options);
exports.explain = rule => ask('explain', rule);
exports.explainError = (message, options) => ask('explainError', message, options);
