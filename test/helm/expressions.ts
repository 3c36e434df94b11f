/**
 * A template whose only object is what an expression gives. What it defines can't stand inside of another
 * definition: it ends with `BODY`.
 */
export function templateOf(expression: string): string {
  const at = expression.indexOf(BODY);
  const [defined, body] =
    at < 0 ? ['', expression] : [expression.slice(0, at), expression.slice(at + BODY.length)];
  return `${defined}{{ define "it" }}${body}{{ end }}x: {{ include "it" . | b64enc }}`;
}

const BODY = ' BODY ';

/** Templates with the values they are rendered with; what Helm makes of them is in `goldens.json`. */
export const EXPRESSIONS: readonly (readonly [template: string, values?: string])[] = [
  // Numbers of values files are floats.
  [
    '{{ .Values.n }} {{ .Values.n | quote }} {{ int .Values.n }} {{ toYaml .Values.n }} {{ toJson .Values.n }}',
    'n: 2000000',
  ],
  [
    '{{ .Values.a }} {{ .Values.b }} {{ .Values.c }} {{ .Values.d }} {{ .Values.e }}',
    'a: 0755\nb: 0xff\nc: 1_000\nd: 12e2\ne: 3.10',
  ],
  ['{{ toYaml .Values }}', 'big: 12345678901\nsmall: 0.00001\nodd: 1234567.891\nneg: -7'],
  ['{{ eq .Values.n 3 }}', 'n: 3'],
  [
    '{{ eq (int .Values.n) 3 }} {{ gt .Values.n 2.5 }} {{ add .Values.n 1 }} {{ mul 2 .Values.n }}',
    'n: 3',
  ],
  ['{{ range .Values.n }}x{{ end }}', 'n: 3'],
  ['{{ range until (int .Values.n) }}{{ . }},{{ end }} {{ seq 2 2 8 }}', 'n: 3'],
  ['{{ printf "%d|%s|%v|%5.2f|%q|%t|%05d" 3 "a" .Values.n 1.5 "x" true 42 }}', 'n: 3'],
  ['{{ toJson .Values }}', 'y: 1\nno: 2\non: off\nyes: "yes"'],
  // Nothing there.
  [
    '[{{ .Values.a }}] [{{ .Values.a | quote }}] [{{ .Values.a | toString }}] [{{ .Values.a | default "d" }}]',
  ],
  ['{{ .Values.a.b }}'],
  ['{{ (.Values.a).b }}{{ ((.Values.a).b).c | default "none" }}'],
  ['{{ .Values.a.b.c }}', 'a: {b: text}'],
  ['{{ upper .Values.n }}', 'n: 5'],
  ['{{ required "a name is needed" .Values.name }}'],
  ['{{ required "a name is needed" .Values.name }}', 'name: false'],
  ['{{ fail (printf "bad %s" .Values.name) }}', 'name: one'],
  [
    '{{ define "empty" }}{{ .Values.q }}{{ end }} BODY {{ include "empty" . | len }} {{ include "empty" . }}',
  ],
  ['{{ include "unheard" . }}'],
  ['{{ hasKey .Values "x" }} {{ hasKey .Values "y" }} {{ get .Values "y" | quote }}', 'x: null'],
  // Defaults and choices.
  [
    '{{ default 5 .Values.a }} {{ default 5 0 }} {{ coalesce "" 0 nil "c" }} {{ ternary "yes" "no" .Values.b }}',
    'b: true',
  ],
  ['{{ ternary "yes" "no" .Values.b }}', 'b: "true"'],
  [
    '{{ with .Values.a }}{{ . }}{{ else }}none{{ end }} {{ with .Values.b }}{{ .c }}{{ end }}',
    'a: []\nb: {c: 1}',
  ],
  [
    '{{ and .Values.a .Values.a.b }} {{ or .Values.z "z" }} {{ not .Values.a }} {{ and 1 0 }}',
    'a: {}',
  ],
  ['{{ empty .Values.l }} {{ all 1 "a" }} {{ any 0 "" }}', 'l: []'],
  // Text.
  [
    '{{ trunc 5 "abcdefgh" }} {{ trunc -3 "abcdefgh" }} {{ trimSuffix "-" "a-" }} {{ trimPrefix "v" "v1" }} {{ trimAll "-" "-a-" }} {{ trim "  a " }}',
  ],
  ['{{ "a\nb" | indent 2 }}|{{ "a\nb" | nindent 4 }}'],
  [
    '{{ upper "abc" }} {{ title "hello world" }} {{ camelcase "foo-bar" }} {{ snakecase "fooBar" }} {{ kebabcase "fooBar" }} {{ untitle "Abc" }}',
  ],
  [
    '{{ replace "." "-" "a.b.c" }} {{ contains "b" "abc" }} {{ hasPrefix "a" "abc" }} {{ repeat 3 "ab" }} {{ nospace "a b" }} {{ cat "a" 1 nil "b" }}',
  ],
  ['{{ quote 1 "a" nil }} {{ squote "it" }} {{ "a"b" | quote }} {{ print "a" 1 2 "b" }}'],
  [
    '{{ splitList "," "a,b" | join "-" }} {{ (split "/" "a/b")._1 }} {{ join "," .Values.l }}',
    'l: [1, b, null, 2.5]',
  ],
  [
    '{{ regexMatch "^v[0-9]+" "v12" }} {{ regexReplaceAll "[^a-z]+" "a1b22c" "-" }} {{ regexFind "[0-9]+" "ab12" }} {{ regexSplit "," "a,b" -1 }} {{ regexReplaceAll "(a+)+b|x*c" "aaab xxc" "<${1}>" }}',
  ],
  ['{{ "abc" | b64enc }} {{ "YWJj" | b64dec }} {{ sha256sum "abc" }} {{ adler32sum "abc" }}'],
  [
    '{{ semverCompare ">=1.30-0" .Capabilities.KubeVersion.Version }} {{ semverCompare "^1.2" "1.9.9" }} {{ (semver "1.2.3-rc.1").Minor }}',
  ],
  [
    '{{ base "a/b.txt" }} {{ dir "a/b.txt" }} {{ ext "a/b.txt" }} {{ (urlParse "https://u@h:8/p?q#f").host }}',
  ],
  // Lists and maps.
  [
    '{{ first .Values.l }} {{ last .Values.l }} {{ rest .Values.l }} {{ initial .Values.l }} {{ len .Values.l }} {{ has 2.0 .Values.l }} {{ index .Values.l 1 }}',
    'l: [1, 2, 3]',
  ],
  [
    '{{ append .Values.l "x" | toJson }} {{ prepend .Values.l "x" | toJson }} {{ concat .Values.l (list 1) | toJson }} {{ without .Values.l "b" | toJson }} {{ uniq (list 1 1 2) }} {{ reverse .Values.l }} {{ compact (list "" "a") }}',
    'l: [a, b]',
  ],
  [
    '{{ $d := dict "a" 1 "b" (dict "c" 2) }}{{ $_ := set $d "z" "new" }}{{ $_ := unset $d "a" }}{{ toJson $d }} {{ pick $d "z" | toJson }} {{ omit $d "z" | toJson }} {{ dig "b" "c" 0 $d }} {{ dig "b" "q" "none" $d }}',
  ],
  [
    '{{ merge (dict "a" 1 "m" (dict "x" 1)) (dict "a" 2 "b" 3 "m" (dict "x" 2 "y" 3)) | toJson }} {{ mergeOverwrite (dict "a" 1) (dict "a" false "b" nil) | toJson }} {{ deepCopy .Values.m | toJson }}',
    'm: {a: [1, {b: 2}]}',
  ],
  [
    '{{ keys .Values.m | sortAlpha | join "," }} {{ values (dict "a" 1) }} {{ range $k, $v := .Values.m }}{{ $k }}={{ $v }};{{ end }}',
    'm: {b: 1, a: 2, "10": 3, B: 4}',
  ],
  [
    '{{ range $i, $e := .Values.l }}{{ if eq $i 1 }}{{ continue }}{{ end }}{{ if eq $e "d" }}{{ break }}{{ end }}{{ $i }}{{ $e }} {{ end }}',
    'l: [a, b, c, d, e]',
  ],
  ['{{ .Values.m }} {{ .Values.l }}', 'm: {b: {c: null}, a: x}\nl: [1, [2], {k: v}]'],
  [
    '{{ typeOf .Values }} {{ kindOf .Values.m }} {{ kindIs "slice" .Values.l }} {{ typeOf .Values.n }} {{ kindOf .Values.z }} {{ typeOf (list 1) }}',
    'm: {}\nl: []\nn: 1',
  ],
  ['{{ dig "a" "b" .Values }}'],
  [
    '{{ $_ := set .Values "x" 9 }}{{ .Values.x }} {{ $_ := set .Values.m "k" "v" }}{{ toJson .Values.m }}',
    'x: 1\nm: {}',
  ],
  // YAML, JSON, TOML.
  [
    '{{ toYaml .Values }}',
    'b:\n- 1\n- c: d\n  e: [x]\na: "yes"\nl: []\nm: {}\nt: "1e3"\nd: "2024-01-02"\nc: "a: b"\nh: "# no"\ns: " lead"\ne: ""\nq: "it\'s"\nn: null\nz: "012"\nx: "a #b"\ny: "@at"',
  ],
  [
    '{{ toYaml .Values }}',
    'block: |\n  one\n  two\nkeep: |+\n  one\n\nstrip: |-\n  one\n  two\ntab: "a\\tb\\nc"\nspace: "a \\nb"\nlead: "  a\\nb"',
  ],
  [
    '{{ toYaml .Values }}',
    `long: ${'word '.repeat(40)}end\nquoted: "${'word: '.repeat(30)}end"\nurl: https://example.com/${'a'.repeat(100)}`,
  ],
  [
    '{{ toYaml .Values }}',
    'a10: 1\na2: 2\nB: 3\nb: 4\n_x: 5\n"10": 6\n"9": 7\na-b: 8\na.b: 9\naB: 10',
  ],
  [
    '{{ toYaml .Values }}',
    'unicode: "é☃ \\u00a0 x"\nescape: "\\e[0m"\nemoji: "😀"\nbool: "on"\nkey:\n  "on": 1\n  "y": 2\n  "": 3',
  ],
  ['{{ toYamlPretty .Values }}', 'l: [1, {a: b, c: [d]}]\nn: 1000000\nm: {x: {y: z}}'],
  [
    '{{ toJson (dict "h" "<a>&") }} {{ toRawJson "<a>&" }} {{ toPrettyJson .Values }}',
    'a: [1, {b: c}]\ne: {}',
  ],
  [
    '{{ toToml .Values }}',
    'a: 1\nb: {c: x, d: [1, 2], e: {f: true}}\nl: [{n: 1}, {n: 2}]\ns: "q\\"t"',
  ],
  [
    '{{ (fromYaml "a: {b: [1, x]}").a.b }} {{ fromYaml "- 1" | toJson }} {{ fromYamlArray "- 1\n- b" | toJson }} {{ (fromJson "{\\"a\\": [1]}").a }} {{ fromToml "a = 1\n[b]\nc = \\"d\\"" | toJson }}',
  ],
  ['{{ $v := .Values.text | fromYaml }}{{ $v.a.b }}', 'text: |\n  a:\n    b: 7'],
  // What is none of the wanted type is told by the name of JSON's.
  [
    '{{ fromYaml "a" | toJson }} {{ fromYaml "1" | toJson }} {{ fromYaml "1.5" | toJson }} {{ fromYaml "true" | toJson }} {{ fromYaml "[]" | toJson }} {{ fromYaml "\\"1\\"" | toJson }}',
  ],
  [
    '{{ fromYamlArray "a" | toJson }} {{ fromYamlArray "1" | toJson }} {{ fromYamlArray "false" | toJson }} {{ fromYamlArray "a: b" | toJson }}',
  ],
  [
    '{{ fromYaml "" | toJson }} {{ fromYaml "null" | toJson }} {{ fromYamlArray "" | toJson }} {{ fromYaml "# c" | toJson }}',
  ],
  [
    '{{ fromJson "[1]" | toJson }} {{ fromJson "\\"a\\"" | toJson }} {{ fromJson "1" | toJson }} {{ fromJson "true" | toJson }}',
  ],
  [
    '{{ fromJsonArray "{}" | toJson }} {{ fromJsonArray "\\"a\\"" | toJson }} {{ fromJsonArray "1" | toJson }} {{ fromJsonArray "true" | toJson }}',
  ],
  ['{{ fromJson "null" | toJson }}'],
  ['{{ fromJsonArray "null" | toJson }}'],
  // Go's literals of floats in hexadecimal.
  [
    '{{ 0x1p4 }} {{ 0x1p20 }} {{ 0x.8p1 }} {{ -0x1.8p-1 }} {{ 0x1P+3 }} {{ 0X1.p2 }} {{ int 0x1p20 }} {{ printf "%v %T" 0x1p2 0x1p2 }}',
  ],
  ['{{ repeat 0x1p1 "ab" }} {{ add 0x1p2 1 }} {{ eq 0x1p2 4.0 }}'],
  ['{{ 0x1p2000 }}'],
  ['{{ 0x1.8 }}'],
  ['{{ 0x1p }}'],
  ['{{ 0x_1p4 }} {{ 0x1_0p0 }} {{ 0x1.0_1p4 }}'],
  [
    '{{ 0x1.fffffffffffff8p0 }} {{ 0x1.00000000000008p0 }} {{ 0x0.00000000000001p0 }} {{ 0x1p-1075 }}',
  ],
  ['{{ 1_000.5 }} {{ 1_0e1_0 }}'],
  [
    '{{ float64 "1_000.5" }} {{ float64 "0x1p4" }} {{ float64 "0x1.8" }} {{ int64 "0x10" }} {{ float64 "1__0.5" }} {{ float64 "_1.5" }} {{ float64 "1_.5" }}',
  ],
  // Templates in values, files, and what is known of the release.
  [
    '{{ tpl .Values.t . }} {{ tpl "{{ .Values.q }}x" . }}',
    't: "{{ .Release.Name }}-{{ .Values.u | upper }}"\nu: abc',
  ],
  [
    '{{ define "k" }}outer{{ end }} BODY {{ tpl "{{ define \\"k\\" }}inner{{ end }}{{ include \\"k\\" . }}" . }} {{ include "k" . }}',
  ],
  ['{{ tpl "{{ .Values.a.b }}" . }}'],
  ['{{ tpl "{{ $x }}" . }}'],
  [
    '{{ .Release | toJson }} {{ .Chart.Name }} {{ .Chart.AppVersion }} {{ .Chart.IsRoot }} {{ .Template.Name }} {{ .Template.BasePath }}',
  ],
  ['{{ .Chart.Foo }}'],
  [
    '{{ .Capabilities.KubeVersion }} {{ .Capabilities.KubeVersion.Minor }} {{ .Capabilities.APIVersions.Has "apps/v1" }} {{ .Capabilities.APIVersions.Has "policy/v1beta1" }} {{ .Capabilities.APIVersions.Has "apps/v1/Deployment" }}',
  ],
  [
    '{{ .Files.Get "files/a.txt" }}|{{ .Files.Get "files/none" }}|{{ (.Files.Glob "files/*").AsConfig }}|{{ (.Files.Glob "files/b.*").AsSecrets }}|{{ range .Files.Lines "files/a.txt" }}<{{ . }}>{{ end }}',
  ],
  [
    '{{ range $path, $_ := .Files.Glob "files/**" }}{{ $path }}={{ $.Files.Get $path | len }} {{ end }}',
  ],
  [
    '{{ lookup "v1" "Secret" "a" "b" }} {{ (lookup "v1" "Secret" "a" "b").data }}[{{ getHostByName "a" }}]',
  ],
  ['a<no value>b {{ .Values.s }}', 's: "x<no value>y"'],
  // A map that is nil is empty to some functions and no map to others.
  [
    '{{ merge (index .Values "q") (dict "a" 1) | toJson }} {{ mergeOverwrite (index .Values "q") (dict "a" 1) | toJson }} {{ merge (index .Values "q") (index .Values "r") | toJson }} {{ with merge (index .Values "q") (dict) }}T{{ else }}F{{ end }}',
  ],
  [
    '{{ hasKey (index .Values "q") "a" }} {{ keys (index .Values "q") }} {{ omit (index .Values "q") "a" | toJson }} {{ get (index .Values "q") "a" | quote }} {{ unset (index .Values "q") "a" | toJson }}',
  ],
  ['{{ set (index .Values "q") "a" 1 }}'],
  ['{{ merge .Values.q (dict "a" 1) }}'],
  // Nothing as the dot has every field; what is nil in a list has none.
  ['{{ define "x" }}[{{ .a.b }}]{{ end }} BODY {{ include "x" .Values.q }}'],
  ['{{ define "x" }}[{{ .a.b }}]{{ end }} BODY {{ template "x" .Values.q }}{{ template "x" }}'],
  ['{{ define "x" }}[{{ default "d" .a.b.c }}]{{ end }} BODY {{ include "x" .Values.q }}'],
  ['{{ define "x" }}[{{ with .a.b }}T{{ end }}]{{ end }} BODY {{ include "x" nil }}'],
  ['{{ tpl "<{{ .a.b }}>" .Values.q }}'],
  ['{{ range (list nil) }}{{ .a }}{{ end }}'],
  ['{{ with $x := .Values }}{{ .q.b }}{{ end }}'],
  // What is not known is checked all the same.
  [
    '{{ $_ := now | mustDateModify "1h30m" }}ok {{ $_ := now | mustDateModify "-0.5h" }}{{ $_ := now | mustDateModify "0" }}',
  ],
  ['{{ now | mustDateModify "filled" }}'],
  ['{{ now | mustDateModify "" }}'],
  ['{{ now | mustDateModify "5" }}'],
  ['{{ $_ := now | dateModify "filled" }}ok'],
  ['{{ buildCustomCert "filled" "filled" }}'],
  ['{{ buildCustomCert ("no" | b64enc) ("no" | b64enc) }}'],
  ['{{ $c := genCA "a" 1 }}{{ $d := buildCustomCert ($c.Cert | b64enc) ($c.Key | b64enc) }}ok'],
  ['{{ $c := genCA "a" 1 }}{{ $d := buildCustomCert ($c.Cert | b64enc) ("no" | b64enc) }}ok'],
  // What releases of Helm have differently.
  ['[{{ .Chart.Foo }}]'],
  ['{{ toJson .Chart }}'],
  ['{{ mustToYaml (dict "a" (list 1)) }}'],
  ['{{ mustToToml (dict "a" 1) }}'],
  ['{{ mustToJson (dict "a" 1) }}'],
  ['{{ .Files.Lines "files/none" | len }}'],
  ['{{ typeOf .Values }} {{ typeOf .Chart }} {{ kindOf .Chart }}'],
  ['{{ dig "a" "b" "d" .Values }}', 'a: {b: 1}'],
  ['{{ dig "a" "b" "d" .Values.AsMap }}', 'a: {b: 1}'],
  // Syntax.
  ['{{- /* c */ -}} a {{- if true }} b {{ end -}} c'],
  ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $x := 3 }}{{ end }}{{ $x }}'],
  ['{{ nofunc }}'],
  ['{{ if }}{{ end }}'],
  ['{{ .Values.a-b }}'],
];
