/** The text of `--help`. */
export const HELP = `corslint finds who can read what they should not, and what browsers will block and why.

Usage
  corslint [check] [paths…]     findings in these folders and files (default: the working directory)
  corslint policies [paths…]    every CORS policy found, and what it means
  corslint requests [paths…]    every request that code sends, and where it goes
  corslint map [paths…]         which pages call which servers, and what browsers make of it
  corslint simulate FILE[:LINE] what the server answers to one request, and what each browser says
  corslint explain RULE         a rule's page
  corslint explain - [paths…]   a browser's error from standard input, and the lines here that cause it
  corslint rules                every rule
  corslint init                 write a commented corslint.config.json
  corslint lsp --stdio          the language server
  corslint mcp --stdio          the same answers for language models, over the Model Context Protocol

Report
  -f, --format FORMAT           text, concise, json, sarif, github, gitlab, junit, checkstyle, markdown or html
                                (default: text)
  -o, --output FILE             write the report to a file; pairs of -f and -o may be given several times
      --quiet                   show errors only
      --color auto|always|never
      --no-progress             no progress line on a terminal

Rules
      --profile NAME            recommended, strict or audit (default: recommended)
      --rule ID=SEVERITY        off, hint, info, warning or error; may be given several times
      --config FILE             instead of the nearest corslint.config.json or package.json#corslint
      --no-inline-config        comments in the files silence nothing
      --print-config            print the settings in force, and check nothing

Fixes
      --fix                     apply every safe fix
      --fix-dry-run             print the same changes as a diff and write nothing

What is new
      --baseline FILE           findings that the file knows are neither reported nor counted
      --update-baseline         write the findings of now into it
      --fail-on-new             exit with 1 for any finding that it does not know
      --since REVISION          only what git says has changed since this branch left it, and whom that concerns

Simulate
      --origin ORIGIN           the page that asks
      --method METHOD           (default: GET)
      --header NAME[=VALUE]     a header the page sets; may be given several times
      --credentials WHICH       include or omit (default: omit)
      --fail-on-blocked         exit with 1 where a browser blocks the request

Input and exit
  -                             read standard input; needs --stdin-filename
      --stdin-filename PATH     the name under which standard input is checked
      --ignore-pattern PATTERN  leave these files out, as in .gitignore; may be given several times
      --fail-on SEVERITY        the least severity that makes the exit code 1 (default: error)
      --max-warnings N          exit with 1 where there are more warnings than that
      --exit-zero               exit with 0 whatever is found
      --debug                   show the stack of an internal error
  -h, --help                    this text
  -V, --version                 the version

Exit code: 0 nothing at or above --fail-on, 1 findings, 2 bad usage, bad configuration or an internal error.
Files in .gitignore, node_modules and build output are skipped unless they are named.
corslint has no telemetry, opens no network connection, and runs nothing of what it reads.
`;
