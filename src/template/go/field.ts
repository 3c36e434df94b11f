import { methodOf } from './methods.ts';
import type { Scope } from './scope.ts';
import { fail, unknowable } from './stop.ts';
import {
  elementType,
  type GoObject,
  type GoValue,
  isMap,
  isObject,
  isUnknowable,
  typeName,
} from './value.ts';

/** One step of a field chain, `.name` of a value, with the template's idea of absent keys. */
export function field(
  scope: Scope,
  receiver: GoValue,
  name: string,
  isInner: boolean,
  hasArguments: boolean,
): GoValue {
  if (receiver === undefined) {
    if (scope.missingKey === 'error') fail(`nil data; no entry for key "${name}"`);
    return undefined;
  }
  if (isUnknowable(receiver)) unknowable(receiver.reason);
  if (receiver === null) fail(`nil pointer evaluating interface {}.${name}`);
  const method = methodOf(receiver, name);
  if (method && method.parameters.length === 0) return method.call([], scope.budget, scope);
  if (isObject(receiver)) return objectField(receiver, name);
  if (!isMap(receiver)) {
    fail(`can't evaluate field ${name} in type ${isInner ? 'interface {}' : typeName(receiver)}`);
  }
  if (hasArguments) fail(`${name} is not a method but has arguments`);
  const value = receiver.get(name);
  if (isUnknowable(value)) unknowable(value.reason);
  if (value !== undefined) return value;
  if (scope.missingKey === 'error') fail(`map has no entry for key "${name}"`);
  if (scope.missingKey !== 'zero') return undefined;
  return elementType(receiver) === 'string' ? '' : null;
}

const objectField = (receiver: GoObject, name: string): GoValue =>
  receiver.fields.has(name)
    ? receiver.fields.get(name)
    : receiver.isClosed
      ? fail(`can't evaluate field ${name} in type interface {}`)
      : unknowable(`the method ${name} of ${receiver.type} is not evaluated`);
