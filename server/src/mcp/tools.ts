import { PROFILES } from '../rules/rule.ts';

const PATHS = {
  type: 'array',
  items: { type: 'string' },
  description: 'Folders and files, from the working directory, which is looked at as a whole where this is left out.',
} as const;

/** All of them read and change nothing, at home and elsewhere. */
const READS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;

/** What can be asked: the same as of the command line. */
export const TOOLS = [
  {
    name: 'audit',
    title: 'Audit CORS',
    description:
      'Finds, with proof, who can read what they should not and what browsers will block, in every CORS policy and cross-origin request of the code and configuration here.',
    inputSchema: {
      type: 'object',
      properties: {
        paths: PATHS,
        profile: {
          type: 'string',
          enum: PROFILES,
          description: 'How much to report: recommended where it is left out.',
        },
      },
      required: [],
    },
    annotations: READS,
  },
  {
    name: 'explain_error',
    title: 'Explain a CORS error',
    description: 'What the CORS error of a browser means, and which lines here cause it.',
    inputSchema: {
      type: 'object',
      properties: {
        message: { type: 'string', description: 'The error as it stands in the browser’s console.' },
        paths: PATHS,
      },
      required: ['message'],
    },
    annotations: READS,
  },
  {
    name: 'simulate_request',
    title: 'Simulate a cross-origin request',
    description:
      'What a CORS policy in the code answers to one request of a page, preflight and response header by header, and whether each browser lets the page read it. Nothing is sent.',
    inputSchema: {
      type: 'object',
      properties: {
        file: { type: 'string', description: 'The file in which the policy stands.' },
        line: { type: 'integer', description: 'Its line, from 1.' },
        origin: { type: 'string', description: 'The origin of the page, such as https://shop.example.' },
        method: { type: 'string', description: 'GET where it is left out.' },
        headers: {
          type: 'object',
          additionalProperties: { type: 'string' },
          description: 'The headers that the page sets.',
        },
        credentials: { type: 'boolean', description: 'Whether cookies are sent.' },
      },
      required: ['file', 'origin'],
    },
    annotations: READS,
  },
] as const;
