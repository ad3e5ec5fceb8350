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
  [
    'ingress comments and CRLF',
    'ingress.yaml',
    'apiVersion: networking.k8s.io/v1\r\nkind: Ingress\r\nmetadata:\r\n  annotations:\r\n    nginx.ingress.kubernetes.io/enable-cors: "true" # on\r\n    nginx.ingress.kubernetes.io/cors-allow-origin: "https://a.example.com/, https://b.example.com" # two\r\n    nginx.ingress.kubernetes.io/cors-allow-credentials: \'true\'\r\n    nginx.ingress.kubernetes.io/cors-max-age: "600"\r\n',
  ],
  [
    'ingress second document, plain',
    'ingress.yaml',
    "# first\napiVersion: v1\nkind: Service\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/enable-cors: 'true'\n    nginx.ingress.kubernetes.io/cors-allow-origin: https://a.example.com/\n",
  ],
  [
    'ingress block scalar',
    'ingress.yaml',
    'kind: Ingress\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/enable-cors: "true"\n    nginx.ingress.kubernetes.io/cors-allow-origin: >-\n      https://a.example.com/,\n      https://b.example.com\n    nginx.ingress.kubernetes.io/cors-allow-credentials: "true"\n',
  ],
  [
    'ingress flow mapping',
    'ingress.yaml',
    'kind: Ingress\nmetadata: { annotations: { "nginx.ingress.kubernetes.io/enable-cors": "true", "nginx.ingress.kubernetes.io/cors-allow-origin": "*", "nginx.ingress.kubernetes.io/cors-allow-credentials": "true" } }\n',
  ],
  [
    'serverless, flow and quoted keys',
    'serverless.yml',
    'provider:\n  httpApi:\n    cors: { "allowedOrigins": ["https://a.example.com/", \'https://b.example.com\'], allowCredentials: true, maxAge: 5 } # here\n',
  ],
  [
    'serverless, block list',
    'serverless.yml',
    "provider:\n  httpApi:\n    cors:\n      # whom we trust\n      allowedOrigins:\n        - https://a.example.com/ # the site\n        - http://b.example.com\n      allowCredentials: true # cookies\n      allowedHeaders:\n        - content-type\n        - 'X-Token'\n",
  ],
  [
    'serverless, everybody in a list without indentation',
    'serverless.yml',
    "provider:\n  httpApi:\n    cors:\n      allowedOrigins:\n      - '*'\n      allowCredentials: true\nfunctions:\n  a:\n    url:\n      cors:\n        allowedOrigins: ['*']\n        allowCredentials: true\n",
  ],
  [
    'serverless, anchors and merges',
    'serverless.yml',
    'x-cors: &cors\n  allowedOrigins:\n    - https://a.example.com/\n  allowCredentials: true\nprovider:\n  httpApi:\n    cors:\n      <<: *cors\n      maxAge: 60\nfunctions:\n  a:\n    url:\n      cors: *cors\n',
  ],
  [
    'serverless, tagged and anchored values',
    'serverless.yml',
    'provider:\n  httpApi:\n    cors:\n      allowedOrigins: &list\n        - !Sub https://a.example.com/\n        - ${env:ORIGIN}\n      allowCredentials: &yes true\n      allowedMethods: [GET, post]\n',
  ],
  [
    'serverless, keys of an item, first of all',
    'serverless.yml',
    "functions:\n  a:\n    events:\n      - http:\n          path: a\n          cors:\n            origin: 'https://a.example.com/'\n            maxAge: 5\n\n            allowCredentials: true\n",
  ],
  [
    'SAM, quotes in quotes',
    'template.yaml',
    'Transform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      Cors:\n        AllowOrigin: "\'https://a.example.com/\'" # quoted twice\n        AllowMethods: "\'GET,post\'"\n        MaxAge: "\'5\'"\n',
  ],
  [
    'SAM, single outside',
    'template.yaml',
    "Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      Cors: {AllowOrigin: '''https://a.example.com/''', AllowCredentials: true}\n",
  ],
  [
    'S3 in CloudFormation, a list of rules',
    'template.yml',
    'Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      CorsConfiguration:\n        CorsRules:\n          - AllowedOrigins: [\n              "https://a.example.com/", # ours\n              "https://b.example.com" ]\n            AllowedMethods: [GET]\n            MaxAge: 5\n          - AllowedMethods:\n              - GET\n            AllowedOrigins:\n              - http://c.example.com\n              - https://d.example.com\n',
  ],
  [
    'Istio, matchers',
    'vs.yaml',
    'apiVersion: networking.istio.io/v1\nkind: VirtualService\nspec:\n  http:\n    - corsPolicy:\n        allowOrigins:\n          - exact: https://a.example.com/\n          - prefix: "https://b.example.com"\n          - exact: "http://c.example.com"\n        allowCredentials: true\n        maxAge: 24h\n      route: []\n',
  ],
  [
    'Envoy, nested matchers',
    'envoy.yaml',
    'cors:\n  allow_origin_string_match:\n  - exact: "https://a.example.com/"\n  - safe_regex: { regex: "https://.*" }\n  allow_credentials: true\n  allow_methods: "GET,post"\n  max_age: "5"\n',
  ],
  [
    'Traefik in TOML',
    'traefik.toml',
    '[http.middlewares.cors.headers]\n  accessControlAllowOriginList = [ "https://a.example.com/", # ours\n    \'http://b.example.com\', ] # both\n  accessControlAllowCredentials = true\n  accessControlMaxAge=5\n',
  ],
  [
    'Traefik in YAML',
    'dynamic.yml',
    'http:\n  middlewares:\n    cors:\n      headers:\n        accessControlAllowOriginList: ["*"]\n        accessControlAllowCredentials: true\n        accessControlAllowMethods: [get]\n',
  ],
  [
    'Kong',
    'kong.yml',
    '_format_version: "3.0"\nplugins:\n- name: cors\n  config:\n    origins: [https://a.example.com/]\n    credentials: true\n',
  ],
  [
    'Helm',
    'ingress.yaml',
    'kind: Ingress\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/enable-cors: "true"\n    nginx.ingress.kubernetes.io/cors-allow-origin: "{{ .Values.origin }}, https://b.example.com/"\n    nginx.ingress.kubernetes.io/cors-allow-credentials: "true"\n',
  ],
  [
    'Terraform, columns and comments',
    'main.tf',
    'resource "aws_s3_bucket_cors_configuration" "b" {\n  cors_rule {\n    allowed_methods = ["GET"] // read\n    allowed_origins = [\n      "https://a.example.com/", # ours\n      "http://b.example.com",\n    ]\n    max_age_seconds = 5 /* s */\n  }\n  cors_rule { allowed_origins = ["http://c.example.com"] }\n}\n',
  ],
  [
    'Terraform, API with cookies',
    'main.tf',
    'resource "aws_apigatewayv2_api" "w" {\r\n  name = "w"\r\n  cors_configuration {\r\n    allow_origins     = ["*"] # all\r\n    allow_credentials = true\r\n  }\r\n}\r\n',
  ],
  [
    'S3 in JSON with comments',
    'cors.json',
    '{\n  // rules\n  "CORSRules": [\n    { "AllowedOrigins": ["https://a.example.com/", "http://b.example.com"], "AllowedMethods": ["GET"], "MaxAgeSeconds": 5 }, // one\n    {\n      "AllowedMethods":["GET"],\n      "AllowedOrigins":[\n        "http://c.example.com"\n      ]\n    }\n  ]\n}\n',
  ],
  [
    'S3 in XML',
    'cors.xml',
    '<CORSConfiguration>\n  <CORSRule><!-- ours -->\n    <AllowedOrigin> https://a.example.com/ </AllowedOrigin>\n    <AllowedMethod>GET</AllowedMethod>\n  </CORSRule>\n</CORSConfiguration>\n',
  ],
  [
    'IIS',
    'web.config',
    '<configuration>\r\n  <system.webServer>\r\n    <httpProtocol>\r\n      <customHeaders>\r\n        <add value=\'*\' name="Access-Control-Allow-Origin" /> <!-- all -->\r\n        <add name="Access-Control-Allow-Credentials" value="true" />\r\n      </customHeaders>\r\n    </httpProtocol>\r\n  </system.webServer>\r\n</configuration>\r\n',
  ],
  [
    'Azure template',
    'azuredeploy.json',
    '{ "resources": [ { "type": "Microsoft.Web/sites", "properties": { "siteConfig": { "cors": {\n  "allowedOrigins": [ "https://a.example.com/" ],\n  "supportCredentials": true\n} } } } ] }\n',
  ],
  [
    'OpenAPI',
    'api.yaml',
    'openapi: 3.0.1\nx-amazon-apigateway-cors:\n  allowOrigins:\n    - "*"\n  allowCredentials: true\n',
  ],
  [
    'Gateway API',
    'route.yaml',
    'kind: HTTPRoute\nspec:\n  rules:\n  - filters:\n    - type: CORS\n      cors:\n        allowCredentials: true\n        allowOrigins:\n        - "https://a.example.com/"\n        - http://b.example.com\n',
  ],
  [
    'YAML with tabs behind and a mark',
    'serverless.yml',
    '\uFEFFprovider:\n  httpApi:\n    cors:\n      allowedOrigins:\t["*"]\t# all\n      allowCredentials:  true\n',
  ],
];
