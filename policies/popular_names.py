"""Names of packages that very many projects use, for hints about names that mislead.

Counted in 41 public repositories of governments (the names alone; which package is used is a fact) on
2026-11-23: npm in at least 8 of them or asked for in 3, PyPI in 4 or 2, the others in 2; and some that
everyone knows. `HONEST` are packages that look like one of these and are what they are, found there.
"""

POPULAR = {
    "composer": """
doctrine/orm guzzlehttp/guzzle guzzlehttp/promises guzzlehttp/psr7 laravel/framework
league/flysystem monolog/monolog nesbot/carbon php php-http/discovery php-http/httplug
php-http/promise phpunit/phpunit psr/clock psr/container psr/event-dispatcher psr/http-client
psr/http-factory psr/http-message psr/log ralouphie/getallheaders ramsey/uuid symfony/console
symfony/deprecation-contracts symfony/http-foundation symfony/polyfill-php80 twig/twig
""",
    "gem": """
abbrev activerecord activesupport addressable artifactory atomos aws-eventstream aws-partitions
aws-sdk-core aws-sdk-kms aws-sdk-s3 aws-sigv4 babosa base64 benchmark bigdecimal bundler
cfpropertylist claide colored colored2 commander concurrent-ruby csv declarative devise digest-crc
domain_name dotenv emoji_regex erb excon faraday faraday-cookie_jar faraday-multipart
faraday-net_http faraday-retry fastimage fastlane fastlane-sirp ffi fuzzy_match gh_inspector
google-apis-androidpublisher_v3 google-apis-core google-apis-iamcredentials_v1
google-apis-playcustomapp_v1 google-apis-storage_v1 google-cloud-core google-cloud-env
google-cloud-errors google-cloud-storage googleauth highline http-cookie httparty httpclient i18n
io-console irb jmespath json jwt logger mini_magick mini_mime minitest multi_json multipart-post
mutex_m nanaimo naturally netrc nkf nokogiri optparse os ostruct plist pp prettyprint prism
public_suffix puma racc rack rails rake rbs rdoc reline representable retriable rexml rouge rspec
ruby2_keywords rubyzip security sidekiq signet simctl sinatra terminal-notifier terminal-table
trailblazer-option tsort tty-cursor tty-screen tty-spinner tzinfo uber unicode-display_width
webrick word_wrap xcodeproj xcpretty xcpretty-travis-formatter
""",
    "npm": """
@adobe/css-tools @ampproject/remapping @babel/code-frame @babel/compat-data @babel/core
@babel/generator @babel/helper-annotate-as-pure @babel/helper-compilation-targets
@babel/helper-create-class-features-plugin @babel/helper-create-regexp-features-plugin
@babel/helper-define-polyfill-provider @babel/helper-globals
@babel/helper-member-expression-to-functions @babel/helper-module-imports
@babel/helper-module-transforms @babel/helper-optimise-call-expression @babel/helper-plugin-utils
@babel/helper-remap-async-to-generator @babel/helper-replace-supers @babel/helper-simple-access
@babel/helper-skip-transparent-expression-wrappers @babel/helper-string-parser
@babel/helper-validator-identifier @babel/helper-validator-option @babel/helper-wrap-function
@babel/helpers @babel/highlight @babel/parser
@babel/plugin-bugfix-firefox-class-in-computed-class-key
@babel/plugin-bugfix-safari-class-field-initializer-scope
@babel/plugin-bugfix-safari-id-destructuring-collision-in-function-expression
@babel/plugin-bugfix-v8-spread-parameters-in-optional-chaining
@babel/plugin-bugfix-v8-static-class-fields-redefine-readonly
@babel/plugin-proposal-private-property-in-object @babel/plugin-syntax-async-generators
@babel/plugin-syntax-bigint @babel/plugin-syntax-class-properties
@babel/plugin-syntax-class-static-block @babel/plugin-syntax-dynamic-import
@babel/plugin-syntax-import-assertions @babel/plugin-syntax-import-attributes
@babel/plugin-syntax-import-meta @babel/plugin-syntax-json-strings @babel/plugin-syntax-jsx
@babel/plugin-syntax-logical-assignment-operators @babel/plugin-syntax-nullish-coalescing-operator
@babel/plugin-syntax-numeric-separator @babel/plugin-syntax-object-rest-spread
@babel/plugin-syntax-optional-catch-binding @babel/plugin-syntax-optional-chaining
@babel/plugin-syntax-private-property-in-object @babel/plugin-syntax-top-level-await
@babel/plugin-syntax-typescript @babel/plugin-syntax-unicode-sets-regex
@babel/plugin-transform-arrow-functions @babel/plugin-transform-async-generator-functions
@babel/plugin-transform-async-to-generator @babel/plugin-transform-block-scoped-functions
@babel/plugin-transform-block-scoping @babel/plugin-transform-class-properties
@babel/plugin-transform-class-static-block @babel/plugin-transform-classes
@babel/plugin-transform-computed-properties @babel/plugin-transform-destructuring
@babel/plugin-transform-dotall-regex @babel/plugin-transform-duplicate-keys
@babel/plugin-transform-duplicate-named-capturing-groups-regex
@babel/plugin-transform-dynamic-import @babel/plugin-transform-exponentiation-operator
@babel/plugin-transform-export-namespace-from @babel/plugin-transform-for-of
@babel/plugin-transform-function-name @babel/plugin-transform-json-strings
@babel/plugin-transform-literals @babel/plugin-transform-logical-assignment-operators
@babel/plugin-transform-member-expression-literals @babel/plugin-transform-modules-amd
@babel/plugin-transform-modules-commonjs @babel/plugin-transform-modules-systemjs
@babel/plugin-transform-modules-umd @babel/plugin-transform-named-capturing-groups-regex
@babel/plugin-transform-new-target @babel/plugin-transform-nullish-coalescing-operator
@babel/plugin-transform-numeric-separator @babel/plugin-transform-object-rest-spread
@babel/plugin-transform-object-super @babel/plugin-transform-optional-catch-binding
@babel/plugin-transform-optional-chaining @babel/plugin-transform-parameters
@babel/plugin-transform-private-methods @babel/plugin-transform-private-property-in-object
@babel/plugin-transform-property-literals @babel/plugin-transform-react-display-name
@babel/plugin-transform-react-jsx @babel/plugin-transform-react-jsx-development
@babel/plugin-transform-react-pure-annotations @babel/plugin-transform-regenerator
@babel/plugin-transform-reserved-words @babel/plugin-transform-runtime
@babel/plugin-transform-shorthand-properties @babel/plugin-transform-spread
@babel/plugin-transform-sticky-regex @babel/plugin-transform-template-literals
@babel/plugin-transform-typeof-symbol @babel/plugin-transform-typescript
@babel/plugin-transform-unicode-escapes @babel/plugin-transform-unicode-property-regex
@babel/plugin-transform-unicode-regex @babel/plugin-transform-unicode-sets-regex @babel/preset-env
@babel/preset-modules @babel/preset-react @babel/runtime @babel/template @babel/traverse
@babel/types @bcoe/v8-coverage @changesets/cli @csstools/color-helpers @csstools/css-calc
@csstools/css-color-parser @csstools/css-parser-algorithms @csstools/css-tokenizer
@csstools/media-query-list-parser @csstools/selector-specificity @discoveryjs/json-ext
@docusaurus/core @docusaurus/module-type-aliases @docusaurus/preset-classic @emnapi/core
@emnapi/runtime @emnapi/wasi-threads @esbuild/aix-ppc64 @esbuild/android-arm
@esbuild/android-arm64 @esbuild/android-x64 @esbuild/darwin-arm64 @esbuild/darwin-x64
@esbuild/freebsd-arm64 @esbuild/freebsd-x64 @esbuild/linux-arm @esbuild/linux-arm64
@esbuild/linux-ia32 @esbuild/linux-loong64 @esbuild/linux-mips64el @esbuild/linux-ppc64
@esbuild/linux-riscv64 @esbuild/linux-s390x @esbuild/linux-x64 @esbuild/netbsd-x64
@esbuild/openbsd-arm64 @esbuild/openbsd-x64 @esbuild/sunos-x64 @esbuild/win32-arm64
@esbuild/win32-ia32 @esbuild/win32-x64 @eslint-community/eslint-utils @eslint-community/regexpp
@eslint/eslintrc @eslint/js @fortawesome/fontawesome-free @gemeente-denhaag/process-steps
@hapi/hoek @hapi/topo @humanwhocodes/config-array @humanwhocodes/module-importer
@humanwhocodes/object-schema @isaacs/cliui @istanbuljs/load-nyc-config @istanbuljs/schema
@jest/console @jest/core @jest/environment @jest/expect @jest/expect-utils @jest/fake-timers
@jest/globals @jest/reporters @jest/schemas @jest/source-map @jest/test-result
@jest/test-sequencer @jest/transform @jest/types @jridgewell/gen-mapping @jridgewell/remapping
@jridgewell/resolve-uri @jridgewell/set-array @jridgewell/source-map @jridgewell/sourcemap-codec
@jridgewell/trace-mapping @mdx-js/react @napi-rs/wasm-runtime @nodelib/fs.scandir @nodelib/fs.stat
@nodelib/fs.walk @pkgjs/parseargs @pkgr/core @playwright/test @polka/url @sideway/address
@sideway/formula @sideway/pinpoint @sinclair/typebox @sinonjs/commons @sinonjs/fake-timers
@storybook/addon-a11y @storybook/addon-docs @storybook/react-vite @testing-library/dom
@testing-library/jest-dom @testing-library/react @testing-library/user-event @trysound/sax
@tybys/wasm-util @types/aria-query @types/babel__core @types/babel__generator
@types/babel__template @types/babel__traverse @types/body-parser @types/bonjour @types/chai
@types/connect @types/connect-history-api-fallback @types/debug @types/deep-eql @types/eslint
@types/eslint-scope @types/estree @types/express @types/express-serve-static-core @types/hast
@types/http-proxy @types/istanbul-lib-coverage @types/istanbul-lib-report @types/istanbul-reports
@types/jest @types/jsdom @types/json-schema @types/lodash @types/mdast @types/mime @types/ms
@types/node @types/parse-json @types/prop-types @types/qs @types/range-parser @types/react
@types/react-dom @types/retry @types/serve-index @types/serve-static @types/sockjs
@types/stack-utils @types/trusted-types @types/unist @types/ws @types/yargs @types/yargs-parser
@typescript-eslint/eslint-plugin @typescript-eslint/parser @typescript-eslint/project-service
@typescript-eslint/scope-manager @typescript-eslint/tsconfig-utils @typescript-eslint/type-utils
@typescript-eslint/types @typescript-eslint/typescript-estree @typescript-eslint/utils
@typescript-eslint/visitor-keys @ungap/structured-clone @vitejs/plugin-react @vitejs/plugin-vue
@vitest/coverage-v8 @vitest/expect @vitest/mocker @vitest/pretty-format @vitest/spy @vitest/ui
@vitest/utils @vue/test-utils @vue/tsconfig @vueuse/core @webassemblyjs/ast
@webassemblyjs/floating-point-hex-parser @webassemblyjs/helper-api-error
@webassemblyjs/helper-buffer @webassemblyjs/helper-numbers @webassemblyjs/helper-wasm-bytecode
@webassemblyjs/helper-wasm-section @webassemblyjs/ieee754 @webassemblyjs/leb128
@webassemblyjs/utf8 @webassemblyjs/wasm-edit @webassemblyjs/wasm-gen @webassemblyjs/wasm-opt
@webassemblyjs/wasm-parser @webassemblyjs/wast-printer @xtuc/ieee754 @xtuc/long accepts acorn
acorn-jsx acorn-walk agent-base ajv ajv-formats ajv-keywords ansi-colors ansi-escapes
ansi-html-community ansi-regex ansi-styles anymatch arg argparse aria-query
array-buffer-byte-length array-flatten array-union arraybuffer.prototype.slice assertion-error
astral-regex async asynckit autoprefixer available-typed-arrays axios babel-core babel-jest
babel-loader babel-plugin-istanbul babel-plugin-jest-hoist babel-plugin-polyfill-corejs2
babel-plugin-polyfill-corejs3 babel-plugin-polyfill-regenerator babel-preset-current-node-syntax
babel-preset-jest bail balanced-match base64-js baseline-browser-mapping batch big.js
binary-extensions body-parser boolbase brace-expansion braces browserslist bser buffer buffer-from
bundle-name bytes call-bind call-bind-apply-helpers call-bound callsites camel-case camelcase
caniuse-api caniuse-lite ccount chai chalk char-regex character-entities character-entities-html4
character-entities-legacy character-reference-invalid check-error chokidar chrome-trace-event
ci-info cjs-module-lexer classnames cliui clone clone-deep clsx co collect-v8-coverage color
color-convert color-name color-string colord colorette colors combined-stream
comma-separated-tokens commander compressible compression concat-map config-chain
connect-history-api-fallback consola content-disposition content-type convert-source-map cookie
cookie-signature core-js core-js-compat core-util-is cors cosmiconfig cross-env cross-spawn
css-declaration-sorter css-loader css-select css-tree css-what css.escape cssesc cssnano
cssnano-preset-default cssnano-utils csso cssstyle csstype d3-color data-urls data-view-buffer
data-view-byte-length data-view-byte-offset dayjs debug decamelize decimal.js
decode-named-character-reference decompress-response dedent deep-eql deep-extend deep-is deepmerge
default-browser default-browser-id define-data-property define-lazy-prop define-properties
delayed-stream depd dequal destroy detect-libc detect-newline detect-node devlop diff
diff-sequences dir-glob dns-packet doctrine dom-accessibility-api dom-converter dom-serializer
domelementtype domhandler dompurify domutils dot-case dotenv dunder-proto eastasianwidth ee-first
electron electron-to-chromium emittery emoji-regex emojis-list encodeurl enhanced-resolve entities
env-paths envinfo error-ex es-abstract es-define-property es-errors es-module-lexer
es-object-atoms es-set-tostringtag es-to-primitive esbuild escalade escape-html
escape-string-regexp eslint eslint-config-prettier eslint-plugin-import eslint-plugin-jest
eslint-plugin-prettier eslint-plugin-react eslint-plugin-react-hooks eslint-plugin-storybook
eslint-plugin-vue eslint-scope eslint-visitor-keys espree esprima esquery esrecurse estraverse
estree-walker esutils etag eventemitter3 events execa expect express extend fast-deep-equal
fast-glob fast-json-stable-stringify fast-levenshtein fast-uri fastest-levenshtein fastq
faye-websocket fb-watchman fdir file-entry-cache file-loader fill-range finalhandler
find-cache-dir find-up flat flat-cache flatted follow-redirects for-each foreground-child
form-data forwarded fraction.js fresh fs-extra fs.realpath fsevents function-bind
function.prototype.name functions-have-names gensync get-caller-file get-intrinsic
get-package-type get-proto get-stream get-symbol-description glob glob-parent glob-to-regexp
global-modules global-prefix globals globalthis globby gopd graceful-fs graphemer handle-thing
has-bigints has-flag has-property-descriptors has-proto has-symbols has-tostringtag hasown he
hoist-non-react-statics hosted-git-info hpack.js html-encoding-sniffer html-escaper html-tags
htmlparser2 http-deceiver http-errors http-parser-js http-proxy http-proxy-agent
http-proxy-middleware https-proxy-agent human-signals husky iconv-lite icss-utils ieee754 ignore
immutable import-fresh import-local imurmurhash indent-string inflight inherits ini inquirer
internal-slot interpret invariant ipaddr.js is-alphabetical is-alphanumerical is-array-buffer
is-arrayish is-bigint is-binary-path is-boolean-object is-callable is-core-module is-data-view
is-date-object is-decimal is-docker is-extendable is-extglob is-fullwidth-code-point
is-generator-fn is-generator-function is-glob is-hexadecimal is-inside-container is-map is-number
is-number-object is-path-inside is-plain-obj is-plain-object is-potential-custom-element-name
is-regex is-set is-shared-array-buffer is-stream is-string is-symbol is-typed-array is-weakmap
is-weakref is-weakset is-wsl isarray isexe isobject istanbul-lib-coverage istanbul-lib-instrument
istanbul-lib-report istanbul-lib-source-maps istanbul-reports jackspeak jest jest-changed-files
jest-circus jest-cli jest-config jest-diff jest-docblock jest-each jest-environment-jsdom
jest-environment-node jest-get-type jest-haste-map jest-leak-detector jest-matcher-utils
jest-message-util jest-mock jest-pnp-resolver jest-regex-util jest-resolve
jest-resolve-dependencies jest-runner jest-runtime jest-snapshot jest-util jest-validate
jest-watcher jest-worker joi jquery js-tokens js-yaml jsdom jsesc json-buffer
json-parse-even-better-errors json-schema-traverse json-stable-stringify-without-jsonify json5
jsonfile jsonwebtoken keyv kind-of kleur leven levn lilconfig lines-and-columns lint-staged
loader-runner loader-utils locate-path lodash lodash-es lodash.debounce lodash.memoize
lodash.merge lodash.truncate lodash.uniq longest-streak loose-envify loupe lower-case lru-cache
lz-string magic-string make-dir make-error makeerror markdownlint-cli math-intrinsics
mdast-util-from-markdown mdast-util-phrasing mdast-util-to-markdown mdast-util-to-string mdn-data
media-typer memfs meow merge-descriptors merge-stream merge2 methods micromark
micromark-core-commonmark micromark-extension-gfm-autolink-literal
micromark-extension-gfm-footnote micromark-extension-gfm-table micromark-factory-destination
micromark-factory-label micromark-factory-space micromark-factory-title
micromark-factory-whitespace micromark-util-character micromark-util-chunked
micromark-util-classify-character micromark-util-combine-extensions
micromark-util-decode-numeric-character-reference micromark-util-decode-string
micromark-util-encode micromark-util-html-tag-name micromark-util-normalize-identifier
micromark-util-resolve-all micromark-util-sanitize-uri micromark-util-subtokenize
micromark-util-symbol micromark-util-types micromatch mime mime-db mime-types mimic-fn
mimic-response min-indent mini-css-extract-plugin minimalistic-assert minimatch minimist minipass
mkdirp mocha moment mongoose mrmime ms msw multicast-dns mysql nanoid natural-compare negotiator
neo-async next no-case node-addon-api node-fetch node-forge node-int64 node-releases nodemailer
normalize-path normalize-range normalize-url npm-run-all npm-run-path nth-check nwsapi
object-assign object-inspect object-is object-keys object.assign object.values obuf on-finished
on-headers once onetime open optionator p-limit p-locate p-map p-retry p-try
package-json-from-dist pako parent-module parse-entities parse-json parse5 parseurl pascal-case
passport path-exists path-is-absolute path-key path-parse path-scurry path-to-regexp path-type
pathe pathval picocolors picomatch pify pinia pirates pkg-dir playwright playwright-core
possible-typed-array-names postcss postcss-calc postcss-colormin postcss-convert-values
postcss-discard-comments postcss-discard-duplicates postcss-discard-empty
postcss-discard-overridden postcss-loader postcss-merge-longhand postcss-merge-rules
postcss-minify-font-values postcss-minify-gradients postcss-minify-params postcss-minify-selectors
postcss-modules-extract-imports postcss-modules-local-by-default postcss-modules-scope
postcss-modules-values postcss-normalize-charset postcss-normalize-display-values
postcss-normalize-positions postcss-normalize-repeat-style postcss-normalize-string
postcss-normalize-timing-functions postcss-normalize-unicode postcss-normalize-url
postcss-normalize-whitespace postcss-ordered-values postcss-reduce-initial
postcss-reduce-transforms postcss-safe-parser postcss-scss postcss-selector-parser postcss-svgo
postcss-unique-selectors postcss-value-parser prelude-ls prettier pretty-error pretty-format
prism-react-renderer process process-nextick-args prompts prop-types property-information
proto-list proxy-addr proxy-from-env psl punycode pure-rand qs queue-microtask quick-lru
randombytes range-parser raw-body rc react react-dom react-is readable-stream readdirp rechoir
redent redux regenerate regenerate-unicode-properties regenerator-runtime regexp.prototype.flags
regexpu-core regjsgen regjsparser remark-parse remark-stringify renderkid repeat-string request
require-directory require-from-string requires-port resolve resolve-cwd resolve-from retry reusify
rfdc rimraf rollup run-applescript run-parallel rxjs safe-array-concat safe-buffer safe-regex-test
safer-buffer sass sass-loader sax saxes scheduler schema-utils select-hose selfsigned semver send
serialize-javascript serve-index serve-static set-blocking set-function-length set-function-name
setimmediate setprototypeof shallow-clone shebang-command shebang-regex shell-quote side-channel
side-channel-list side-channel-map side-channel-weakmap signal-exit sirv sisteransi slash
slice-ansi socket.io sockjs source-map source-map-js source-map-support space-separated-tokens
spdy spdy-transport sprintf-js stack-utils statuses std-env storybook string-length string-width
string.prototype.trim string.prototype.trimend string.prototype.trimstart string_decoder
stringify-entities strip-ansi strip-bom strip-final-newline strip-indent strip-json-comments
style-loader stylehacks stylelint stylelint-config-standard-scss supports-color
supports-hyperlinks supports-preserve-symlinks-flag svgo symbol-tree synckit table tailwindcss
tapable terser terser-webpack-plugin test-exclude text-table thunky tiny-invariant tinyexec
tinyglobby tinyrainbow tldts tldts-core tmp tmpl to-regex-range toidentifier totalist tough-cookie
tr46 trough ts-api-utils ts-dedent ts-jest ts-loader ts-node tsconfig-paths tslib type-check
type-detect type-fest type-is typed-array-buffer typed-array-byte-length typed-array-byte-offset
typed-array-length typescript unbox-primitive underscore undici-types
unicode-canonical-property-names-ecmascript unicode-match-property-ecmascript
unicode-match-property-value-ecmascript unicode-property-aliases-ecmascript unified unist-util-is
unist-util-stringify-position unist-util-visit unist-util-visit-parents universalify unpipe
update-browserslist-db uri-js url-loader util-deprecate utila utils-merge uuid v8-to-istanbul
validator vary vfile vfile-message vite vitest vue vue-router vue-tsc w3c-xmlserializer walker
watchpack wbuf webidl-conversions webpack webpack-cli webpack-dev-middleware webpack-dev-server
webpack-merge webpack-sources websocket-driver websocket-extensions whatwg-encoding
whatwg-mimetype whatwg-url which which-boxed-primitive which-collection which-typed-array wildcard
winston word-wrap wrap-ansi wrappy write-file-atomic ws wsl-utils xml-name-validator xmlbuilder
xmlchars xtend y18n yallist yaml yargs yargs-parser yocto-queue zod zone.js zwitch
""",
    "nuget": """
automapper coverlet.collector dapper entityframework fluentvalidation log4net mediatr
microsoft.aspnetcore.authentication.jwtbearer
microsoft.aspnetcore.dataprotection.entityframeworkcore microsoft.aspnetcore.mvc.testing
microsoft.entityframeworkcore microsoft.entityframeworkcore.design
microsoft.entityframeworkcore.inmemory microsoft.entityframeworkcore.sqlite
microsoft.entityframeworkcore.tools microsoft.extensions.configuration.environmentvariables
microsoft.extensions.configuration.json microsoft.net.sdk microsoft.net.sdk.web
microsoft.net.test.sdk microsoft.visualstudio.azure.containers.tools.targets moq newtonsoft.json
npgsql npgsql.entityframeworkcore.postgresql nunit polly serilog serilog.aspnetcore
swashbuckle.aspnetcore xunit xunit.runner.visualstudio
""",
    "pypi": """
aiohappyeyeballs aiohttp aiosignal alabaster alembic amqp annotated-doc annotated-types anyio
argon2-cffi asgiref asyncpg attrs azure-identity babel beautifulsoup4 billiard black boto3
botocore brotli bump-my-version celery certifi cffi cfgv chardet charset-normalizer click
click-didyoumean click-plugins click-repl colorama coverage cryptography defusedxml distlib django
django-axes django-capture-tag django-csp django-debug-toolbar django-environ django-extensions
django-filter django-ipware django-redis django-rest-knox django-silk django-solo django-storages
django-structlog django-stubs django-webtest djangorestframework djangorestframework-camel-case
djlint dnspython docutils drf-spectacular factory-boy faker fastapi filelock flask fonttools
forcediphttpsadapter freezegun frozenlist furl geoalchemy2 gevent gitpython glom
googleapis-common-protos greenlet grpcio gunicorn h11 httpcore httpx hypothesis identify idna
imagesize importlib-metadata inflection iniconfig isodate isort jinja2 jq jsonschema
jsonschema-specifications kombu lxml lxml-html-clean mako markdown markdown-it-py markupsafe
matplotlib maykin-common mdurl more-itertools mozilla-django-oidc-db msal multidict mypy
mypy-extensions myst-parser nodeenv numpy openpyxl opentelemetry-api
opentelemetry-exporter-otlp-proto-common opentelemetry-exporter-otlp-proto-grpc
opentelemetry-instrumentation opentelemetry-instrumentation-django
opentelemetry-instrumentation-fastapi opentelemetry-instrumentation-httpx
opentelemetry-instrumentation-wsgi opentelemetry-proto opentelemetry-sdk
opentelemetry-semantic-conventions opentelemetry-util-http packaging pandas pathspec phonenumbers
pillow pip pip-tools platformdirs playwright pluggy polib pre-commit prometheus-client
prompt-toolkit propcache protobuf psycopg psycopg2 psycopg2-binary pyasn1 pyasn1-modules pycparser
pydantic pydantic-core pydantic-settings pygments pyjwt pymongo pyopenssl pyparsing pyproj pyquery
pytest pytest-asyncio pytest-cov pytest-django pytest-html pytest-httpx pytest-mock
python-dateutil python-decouple python-discovery python-dotenv python-ipware python-magic
python-multipart pytz pyyaml qrcode questionary redis referencing regex requests requests-mock
responses rich rpds-py ruff scikit-learn scipy selenium semantic-version sentry-sdk setuptools
shapely shellingham six sniffio snowballstemmer sortedcontainers soupsieve sphinx sphinx-rtd-theme
sphinx-tabs sphinxcontrib-applehelp sphinxcontrib-devhelp sphinxcontrib-htmlhelp
sphinxcontrib-jsmath sphinxcontrib-mermaid sphinxcontrib-qthelp sphinxcontrib-serializinghtml
sqlalchemy sqlalchemy-utils sqlparse starlette structlog tblib tenacity tensorflow tomli tomlkit
torch tqdm ty typer types-python-dateutil types-pyyaml types-requests typing-extensions
typing-inspection tzdata uritemplate urllib3 uv uv-build uvicorn uwsgi vcrpy vine virtualenv
waitress wcwidth weasyprint webencodings webob websockets webtest werkzeug wheel whitenoise wrapt
yarl zgw-consumers zipp
""",
}
"""By type of package URL: names in lower case, with spaces between them."""

HONEST = {
    "npm": """
bach buffers callsite dom-serialize flatten foreach ip-regex is-object is-regexp is-typedarray
isstream one-time parse-url pascalcase path postcss-values-parser socks through urijs util
wordwrap
""",
    "pypi": """
opentelemetry-instrumentation-asgi psycopg-binary tablib toml uri-template
""",
}
