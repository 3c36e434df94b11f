/**
 * Schemas, values and what github.com/santhosh-tekuri/jsonschema v6, which Helm asks, says of them. Each draft
 * differs from the one before in something that is here.
 */
export const VECTORS: readonly (readonly [
  schema: string,
  value: string,
  verdict: 'fine' | 'refused',
])[] = [
  // Types: a whole number is one however it is written, text that looks like a number is text.
  ['{"type":"integer"}', '5.0', 'fine'],
  ['{"type":"integer"}', '5.5', 'refused'],
  ['{"type":"number"}', '"5"', 'refused'],
  ['{"type":["string","null"]}', 'null', 'fine'],
  ['{"type":"boolean"}', 'on', 'fine'],
  ['{"type":"object"}', '[]', 'refused'],
  ['true', 'a', 'fine'],
  ['false', 'a', 'refused'],
  // Constants and alternatives are compared as data.
  ['{"const":{"a":1,"b":[2]}}', '{b: [2.0], a: 1}', 'fine'],
  ['{"enum":[1,"a",null]}', '"1"', 'refused'],
  ['{"enum":[1,"a",null]}', '~', 'fine'],
  // Numbers are decimals.
  ['{"multipleOf":0.1}', '0.3', 'fine'],
  ['{"multipleOf":0.1}', '0.35', 'refused'],
  ['{"minimum":2}', '2', 'fine'],
  ['{"exclusiveMinimum":2}', '2', 'refused'],
  [
    '{"$schema":"http://json-schema.org/draft-04/schema#","minimum":2,"exclusiveMinimum":true}',
    '2',
    'refused',
  ],
  [
    '{"$schema":"http://json-schema.org/draft-04/schema#","maximum":2,"exclusiveMaximum":false}',
    '2',
    'fine',
  ],
  // Texts are counted in characters; patterns are found anywhere.
  ['{"maxLength":2}', '"😀😀"', 'fine'],
  ['{"minLength":1}', '""', 'refused'],
  ['{"pattern":"b+"}', 'abc', 'fine'],
  ['{"pattern":"^b+$"}', 'abc', 'refused'],
  // Formats are asked only by the older drafts.
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","format":"ipv4"}',
    '10.0.0.256',
    'refused',
  ],
  ['{"$schema":"http://json-schema.org/draft-07/schema#","format":"ipv4"}', '10.0.0.25', 'fine'],
  ['{"$schema":"http://json-schema.org/draft-06/schema#","format":"hostname"}', 'a_b', 'refused'],
  ['{"$schema":"http://json-schema.org/draft-04/schema#","format":"email"}', 'a.b', 'refused'],
  ['{"$schema":"http://json-schema.org/draft-07/schema#","format":"uri"}', 'a/b', 'refused'],
  ['{"$schema":"http://json-schema.org/draft-07/schema#","format":"uri"}', 'https://a.b/c', 'fine'],
  ['{"$schema":"http://json-schema.org/draft-07/schema#","format":"ipv6"}', '"fe80::1"', 'fine'],
  ['{"$schema":"http://json-schema.org/draft-07/schema#","format":"ipv6"}', '"1::2::3"', 'refused'],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","format":"date"}',
    '"2024-02-30"',
    'refused',
  ],
  ['{"$schema":"http://json-schema.org/draft-07/schema#","format":"made-up"}', 'x', 'fine'],
  ['{"format":"ipv4"}', '10.0.0.256', 'fine'],
  [
    '{"$schema":"https://json-schema.org/draft/2019-09/schema","format":"ipv4"}',
    '10.0.0.256',
    'fine',
  ],
  // Maps.
  ['{"required":["a"]}', '{a: null}', 'fine'],
  ['{"required":["a"]}', '{b: 1}', 'refused'],
  ['{"properties":{"a":true},"additionalProperties":false}', '{b: 1}', 'refused'],
  [
    '{"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}',
    '{x-a: b}',
    'fine',
  ],
  [
    '{"patternProperties":{"^x-":{"type":"string"}},"additionalProperties":false}',
    '{x-a: 1}',
    'refused',
  ],
  ['{"propertyNames":{"maxLength":2}}', '{abc: 1}', 'refused'],
  [
    '{"$schema":"http://json-schema.org/draft-04/schema#","propertyNames":{"maxLength":2},"const":1}',
    '{abc: 1}',
    'fine',
  ],
  ['{"dependentRequired":{"a":["b"]}}', '{a: 1}', 'refused'],
  ['{"dependencies":{"a":["b"]}}', '{a: 1}', 'refused'],
  ['{"dependentSchemas":{"a":{"required":["b"]}}}', '{a: 1, b: 1}', 'fine'],
  ['{"maxProperties":1}', '{a: 1, b: 2}', 'refused'],
  ['{"properties":{"__proto__":{"type":"string"}}}', '{"__proto__": 1}', 'refused'],
  ['{"required":["toString"]}', '{}', 'refused'],
  // Lists.
  ['{"items":{"type":"string"}}', '[a, 1]', 'refused'],
  ['{"prefixItems":[{"type":"string"}],"items":false}', '[a, 1]', 'refused'],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"string"}],"additionalItems":false}',
    '[a, 1]',
    'refused',
  ],
  ['{"uniqueItems":true}', '[{a: 1, b: 2}, {b: 2, a: 1.0}]', 'refused'],
  ['{"contains":{"const":1},"minContains":2}', '[1, 2]', 'refused'],
  ['{"contains":{"const":1},"maxContains":1}', '[1, 1]', 'refused'],
  ['{"contains":{"const":1}}', '[2, 1]', 'fine'],
  // Put together.
  ['{"allOf":[{"minimum":1},{"maximum":2}]}', '3', 'refused'],
  ['{"anyOf":[{"minimum":3},{"maximum":1}]}', '2', 'refused'],
  ['{"oneOf":[{"minimum":1},{"maximum":3}]}', '2', 'refused'],
  ['{"not":{"type":"string"}}', 'a', 'refused'],
  [
    '{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}',
    '{a: 1}',
    'refused',
  ],
  [
    '{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}',
    '{c: 1}',
    'fine',
  ],
  ['{"$schema":"http://json-schema.org/draft-06/schema#","if":true,"then":false}', '1', 'fine'],
  // References: beside one nothing counts in the older drafts.
  ['{"$defs":{"a":{"type":"string"}},"$ref":"#/$defs/a","maxLength":1}', 'ab', 'refused'],
  [
    '{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"a":{"type":"string"}},"properties":{"x":{"$ref":"#/definitions/a","maxLength":1}}}',
    '{x: ab}',
    'fine',
  ],
  ['{"$defs":{"a":{"$anchor":"b","type":"string"}},"$ref":"#b"}', '1', 'refused'],
  [
    '{"$id":"https://a.example/","$defs":{"a":{"$id":"b","type":"string"}},"$ref":"b"}',
    '1',
    'refused',
  ],
  [
    '{"properties":{"next":{"$ref":"#"}},"additionalProperties":false}',
    '{next: {next: {x: 1}}}',
    'refused',
  ],
  ['{"$defs":{"a/b~c":{"type":"string"}},"$ref":"#/$defs/a~1b~0c"}', '1', 'refused'],
  // What nothing else had to do with.
  ['{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}', '{a: 1}', 'fine'],
  ['{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}', '{b: 1}', 'refused'],
  [
    '{"anyOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"b":true},"required":["b"]}],"unevaluatedProperties":false}',
    '{a: 2, b: 1}',
    'refused',
  ],
  ['{"prefixItems":[true],"unevaluatedItems":{"type":"string"}}', '[1, 2]', 'refused'],
  ['{"contains":{"const":1},"unevaluatedItems":false}', '[1, 1]', 'fine'],
  [
    '{"$schema":"https://json-schema.org/draft/2019-09/schema","contains":{"const":1},"unevaluatedItems":false}',
    '[1]',
    'refused',
  ],
];
