import { didYouMean } from '../../text/nearest.ts';
import { isPlaceholder } from '../../text/placeholder.ts';
import { getEntry } from '../../yaml/access.ts';
import type { LocatedEntry, LocatedMap, LocatedScalar, LocatedValue } from '../../yaml/located.ts';
import { isDelete, type Refuse } from './patch-markers.ts';
import { type Field, fieldsOf, isBeyond, isKnown, type ScalarType, type Shape } from './shapes.ts';

/**
 * Checks names and types of a patch's fields, as Talos does it when it loads a document: unknown keys
 * are errors at any depth, free-form fields excepted.
 *
 * @param minor the version to check against; undefined accepts what any version knows
 * @see https://github.com/siderolabs/talos/blob/main/pkg/machinery/config/configloader/internal/decoder/decoder.go
 */
export function checkFields(
  value: LocatedValue,
  shape: Shape,
  minor: number | undefined,
  refuse: Refuse,
): void {
  if (isDelete(value) || isEmpty(value) || isTemplate(value)) return;
  const marker = getEntry(value, '$patch');
  if (marker && shape.kind !== 'free') {
    checkMarker(marker, refuse);
    return;
  }
  switch (shape.kind) {
    case 'scalar':
      checkScalar(value, shape.type, refuse);
      break;
    case 'list':
      if (value.kind !== 'sequence') refuse({ at: value, message: 'this must be a list' });
      else for (const item of value.items) checkFields(item, shape.item, minor, refuse);
      break;
    case 'map':
    case 'struct':
    case 'free':
      if (value.kind === 'map') checkMap(value, shape, minor, refuse);
      else refuse({ at: value, message: 'this must be a mapping' });
      break;
    case 'args':
      checkArgs(value, minor, refuse);
      break;
    case 'any':
  }
}

const isEmpty = (value: LocatedValue): boolean => value.kind === 'scalar' && value.value === null;

const isTemplate = (value: LocatedValue): boolean =>
  value.kind === 'scalar' && isPlaceholder(value.text);

function checkMap(
  map: LocatedMap,
  shape: Extract<Shape, { kind: 'map' | 'struct' | 'free' }>,
  minor: number | undefined,
  refuse: Refuse,
): void {
  if (shape.kind === 'free') return;
  const fields = shape.kind === 'struct' ? fieldsOf(shape.name) : undefined;
  for (const entry of map.entries.values()) {
    if (isPlaceholder(entry.key.text)) continue;
    else if (shape.kind === 'map') checkFields(entry.value, shape.value, minor, refuse);
    else if (fields) checkField(entry, fields, minor, refuse);
  }
}

function checkField(
  { key, value }: LocatedEntry,
  fields: ReadonlyMap<string, Field>,
  minor: number | undefined,
  refuse: Refuse,
): void {
  const field = fields.get(key.text);
  if (field && isKnown(field, minor)) {
    checkFields(value, field.shape, minor, refuse);
    return;
  }
  if (!field && isBeyond(minor)) return;
  const help = didYouMean(key.text, fields.keys());
  refuse({
    at: key,
    message: field
      ? `Talos 1.${minor} does not know the field \`${key.text}\`: it is there ${versions(field, minor)}`
      : `unknown field \`${key.text}\``,
    ...(help && !field && { help: `${help[0]?.toUpperCase()}${help.slice(1)}` }),
  });
}

const versions = ({ since, until }: Field, minor = 0): string =>
  minor < since ? `from 1.${since} on` : `until 1.${until}`;

function checkMarker({ value }: LocatedEntry, refuse: Refuse): void {
  const text = value.kind === 'scalar' ? ` ${value.text}` : '';
  refuse({ at: value, message: `\`$patch${text}\` is unknown: Talos has only \`$patch: delete\`` });
}

function checkArgs(value: LocatedValue, minor: number | undefined, refuse: Refuse): void {
  if (value.kind !== 'map') {
    refuse({ at: value, message: 'this must be a mapping' });
    return;
  }
  for (const { value: argument } of value.entries.values()) {
    const isList = argument.kind === 'sequence' && (minor === undefined || minor >= 13);
    if (argument.kind === 'scalar' || isList || isDelete(argument)) continue;
    refuse({ at: argument, message: 'the value of an argument must be a string' });
  }
}

const EXPECTED: Readonly<Record<ScalarType, string>> = {
  bool: 'true or false',
  int: 'a whole number',
  float: 'a number',
  string: 'a string',
  text: 'a string',
  duration: 'a duration with its unit, such as 30s',
  bytes: 'a string',
};

function checkScalar(value: LocatedValue, type: ScalarType, refuse: Refuse): void {
  if (value.kind === 'scalar' && fits(value, type)) return;
  refuse({ at: value, message: `this must be ${EXPECTED[type]}` });
}

/** Whole numbers as YAML 1.1 and 1.2 write them: `0o644` is one to Go's decoder. */
const INTEGER = /^[-+]?(?:0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+|[0-9][0-9_]*)$/i;

/** Go's YAML decoder turns any scalar into a string, but only unquoted ones into anything else. */
function fits({ value, text, quoted }: LocatedScalar, type: ScalarType): boolean {
  if (type === 'bool') return typeof value === 'boolean';
  if (type === 'int') return !quoted && (Number.isInteger(value) || INTEGER.test(text));
  if (type === 'float') return typeof value === 'number';
  if (type === 'duration') return typeof value !== 'number';
  return true;
}
