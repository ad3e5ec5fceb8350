/** Configurations written as people write them and nobody expects: name, path, text. */
export const ODD: readonly (readonly [string, string, string])[] = [
  [
    'nginx multi-line',
    'nginx.conf',
    `server {\n  location /api {\n    add_header\n      Access-Control-Allow-Origin # who\n      "https://app.example.com/"\n      always; # trusted\n    add_header Access-Control-Allow-Credentials true always;\n  }\n}\n`,
  ],
  [
    'nginx one line',
    'nginx.conf',
    `server { location / { add_header Access-Control-Allow-Origin $http_origin; add_header Access-Control-Allow-Credentials true; } }\n`,
  ],
  [
    'nginx crlf',
    'nginx.conf',
    `server {\r\n\tlocation / {\r\n\t\tadd_header 'Access-Control-Allow-Origin' '*' always; # all\r\n\t\tadd_header 'Access-Control-Allow-Credentials' 'true' always;\r\n\t}\r\n}\r\n`,
  ],
  [
    'nginx bom',
    'nginx.conf',
    `\uFEFFadd_header Access-Control-Allow-Origin "*";\nadd_header Access-Control-Allow-Credentials "true";\nlisten 80;\n`,
  ],
  [
    'nginx nested if',
    'nginx.conf',
    `server {\n  location / {\n    if ($http_origin ~* "(?i)^https://[a-z]{1,20}\\.example\\.com") {\n      add_header Access-Control-Allow-Origin "$http_origin" always;\n      add_header Access-Control-Allow-Credentials "true" always;\n    }\n    if ($request_method = OPTIONS) { add_header Access-Control-Allow-Origin "$http_origin"; return 204; }\n    proxy_pass http://127.0.0.1:3000;\n  }\n}\n`,
  ],
  [
    'nginx map',
    'nginx.conf',
    `map $http_origin $cors {\n  default "";\n  "~^https://([a-z]+\\.)?example\\.com" $http_origin; # ours\n  "~*^https://x{2}\\.example\\.org$" "$http_origin";\n  'https://app.example.com/' $http_origin;\n}\nserver {\n  add_header Access-Control-Allow-Origin $cors always;\n  add_header Access-Control-Allow-Credentials true always;\n}\n`,
  ],
  [
    'nginx twice',
    'nginx.conf',
    `server {\n  add_header Access-Control-Allow-Origin "*"; add_header Access-Control-Allow-Origin "https://a.example.com/"; # both\n}\n`,
  ],
  [
    'nginx quotes in quotes',
    'nginx.conf',
    `server {\n  add_header Access-Control-Allow-Headers 'X-A "b"' always;\n  add_header Access-Control-Allow-Origin 'https://app.example.com/' always;\n  add_header Access-Control-Allow-Methods "GET POST" always;\n}\n`,
  ],
  [
    'nginx lower',
    'nginx.conf',
    `server {\n  add_header access-control-allow-origin https://app.example.com/;\n  add_header vary accept-encoding;\n}\n`,
  ],
  [
    'nginx template',
    'nginx.conf.template',
    `server {\n  add_header Access-Control-Allow-Origin "\${CORS_ORIGIN}" always;\n  add_header Access-Control-Allow-Credentials true always;\n  {% if x %}\n  add_header Access-Control-Max-Age 100;\n  {% endif %}\n}\n`,
  ],
  [
    'apache continuation',
    '.htaccess',
    `Header always set Access-Control-Allow-Origin \\\n  "https://app.example.com/" \\\n  env=CORS\nHeader always \\\r\n  set Access-Control-Allow-Credentials "true"\nSetEnvIf Origin "^https://app\\.example\\.com" CORS\n`,
  ],
  [
    'apache ifmodule',
    'site.conf',
    `<VirtualHost *:80>\n  <IfModule mod_headers.c>\n    Header set Access-Control-Allow-Origin "*"\n    Header set Access-Control-Allow-Credentials true\n  </IfModule>\n</VirtualHost>\n`,
  ],
  [
    'apache if expr',
    '.htaccess',
    `<If "%{req:Origin} =~ m#^https://app\\.example\\.com#">\n  Header set Access-Control-Allow-Origin "expr=%{req:Origin}"\n  Header set Access-Control-Allow-Credentials "true"\n</If>\n`,
  ],
  [
    'apache quotes',
    '.htaccess',
    `Header set Access-Control-Allow-Origin 'https://app.example.com/'\nHeader append Vary 'Accept-Encoding'\nHeader set Access-Control-Allow-Headers "X-A \\"b\\""\nHeader set Access-Control-Allow-Methods "GET POST"\n`,
  ],
  [
    'apache crlf',
    '.htaccess',
    `\uFEFFHeader set Access-Control-Allow-Origin "*"\r\n\tHeader set Access-Control-Allow-Credentials "true"\r\n`,
  ],
  [
    'apache setenvif',
    '.htaccess',
    `SetEnvIfNoCase Origin "^https?://(www\\.)?example\\.com(:\\d+)?$" AccessControlAllowOrigin=$0\nHeader add Access-Control-Allow-Origin %{AccessControlAllowOrigin}e env=AccessControlAllowOrigin\nHeader set Access-Control-Allow-Credentials true env=AccessControlAllowOrigin\n`,
  ],
  [
    'apache twice',
    '.htaccess',
    `Header always set Access-Control-Allow-Origin "*"\nHeader set Access-Control-Allow-Origin "*"\n`,
  ],
  [
    'caddy block',
    'Caddyfile',
    `example.com {\n\theader /api/* {\n\t\tAccess-Control-Allow-Origin "https://app.example.com/" # ours\n\t\tAccess-Control-Allow-Credentials true\n\t\tdefer\n\t}\n}\n`,
  ],
  [
    'caddy matcher',
    'Caddyfile',
    `example.com {\n\t@cors header_regexp origin Origin ^https://([a-z]+\\.)?example\\.com\n\theader @cors Access-Control-Allow-Origin {http.request.header.Origin}\n\theader @cors {\n\t\tAccess-Control-Allow-Credentials "true"\n\t}\n\trespond "ok"\n}\n`,
  ],
  [
    'caddy plus crlf',
    'Caddyfile',
    `\uFEFFexample.com {\r\n\theader +Access-Control-Allow-Origin *\r\n\theader ?Access-Control-Allow-Credentials \`true\`\r\n}\r\n`,
  ],
  [
    'caddy cont',
    'Caddyfile',
    `example.com {\n\theader \\\n\t\tAccess-Control-Allow-Origin \\\n\t\t"*" # all\n\theader Access-Control-Allow-Credentials true\n\tfile_server\n}\n`,
  ],
  [
    'haproxy hdr',
    'haproxy.cfg',
    `frontend web\n  bind :80\n  acl friend hdr(origin) -m reg -i ^https://app\\.example\\.com\n  http-request set-var(txn.o) req.hdr(Origin)\n  http-request return status 204 hdr Access-Control-Allow-Origin "%[var(txn.o)]" hdr Access-Control-Allow-Credentials true hdr Access-Control-Max-Age 5 if METH_OPTIONS friend\n  http-response set-header Access-Control-Allow-Origin "%[var(txn.o)]" if { var(txn.o) -m reg ^https://app } # one\n  http-response set-header Access-Control-Allow-Credentials true\n  default_backend b\nbackend b\n  server s 127.0.0.1:3000\n`,
  ],
  [
    'haproxy dom',
    'haproxy.cfg',
    `frontend web\n  bind :80\n  acl friend hdr_dom(origin) example.com\n  http-request set-var(txn.o) req.hdr(Origin) if friend\n  http-response set-header Access-Control-Allow-Origin %[var(txn.o)]\n  http-response set-header Access-Control-Allow-Credentials true\n`,
  ],
  [
    'haproxy quotes',
    'haproxy.cfg',
    `frontend web\r\n\tbind :80\r\n\thttp-response add-header Access-Control-Allow-Origin 'https://app.example.com/'\r\n\thttp-response add-header Access-Control-Allow-Methods GET\\ POST\r\n\thttp-response set-header Vary Accept\r\n`,
  ],
  [
    'headers file',
    '_headers',
    `# all\r\n/*\r\n  Access-Control-Allow-Origin: *\r\n  Access-Control-Allow-Credentials:true\r\n\r\n/a\r\n\taccess-control-allow-origin:https://a.example.com/\r\n  # not\r\n  Access-Control-Allow-Origin: https://b.example.com`,
  ],
  [
    'netlify inline',
    'netlify.toml',
    `[[headers]]\nfor = "/*"\nvalues = { Access-Control-Allow-Origin = "*", "Access-Control-Allow-Credentials" = 'true' } # in\n[[headers]]\r\n  for = "/b"\r\n  [headers.values]\r\n    Access-Control-Allow-Origin = 'https://b.example.com/' # b\r\n    Access-Control-Max-Age = "5"\r\n`,
  ],
];
