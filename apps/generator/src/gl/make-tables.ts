/**
 * Writes gles3.json from the public header GLES3/gl3.h: function signatures as FFI types, and constants.
 * Run it only when the table must grow: node make-tables.ts /usr/include/GLES3/gl3.h
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FFI_TYPES: Record<string, string> = {
  void: 'void',
  GLenum: 'uint32',
  GLbitfield: 'uint32',
  GLuint: 'uint32',
  GLint: 'int32',
  GLsizei: 'int32',
  GLfloat: 'float',
  GLboolean: 'uint8',
  GLintptr: 'intptr',
  GLsizeiptr: 'intptr',
  GLint64: 'int64',
  GLuint64: 'uint64',
  GLsync: 'void*',
};

const header = readFileSync(process.argv[2] ?? '/usr/include/GLES3/gl3.h', 'utf8');
const functions: Record<string, [string, string[]]> = {};
for (const match of header.matchAll(/^GL_APICALL (.+?) ?GL_APIENTRY (\w+) \((.*?)\);/gm)) {
  const [, result = '', name = '', parameters = ''] = match;
  const types = parameters === 'void' ? [] : parameters.split(',').map((text) => ffiType(text.trim()));
  functions[name] = [/GLubyte *\*/.test(result) ? 'str' : ffiType(`${result.trim()} x`), types];
}
const constants: Record<string, number> = {};
for (const match of header.matchAll(/^#define GL_(\w+)\s+(0x[0-9A-Fa-f]+|\d+)u?$/gm)) {
  const [, name = '', value = ''] = match;
  if (!/^(ES_VERSION|GLES_PROTOTYPES)/.test(name)) constants[name] = Number(value);
}
const lines = (table: Record<string, unknown>): string =>
  Object.entries(table)
    .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`)
    .join(',\n');
const text = `{\n  "functions": {\n${lines(functions)}\n  },\n  "constants": {\n${lines(constants)}\n  }\n}\n`;
writeFileSync(new URL('./gles3.json', import.meta.url), text);

/** "const GLchar *name" -> "void*": every pointer is passed as the address of a typed array. */
function ffiType(declaration: string): string {
  if (declaration.includes('*')) return 'void*';
  const word = declaration.replace(/^const /, '').split(' ')[0] ?? '';
  const type = FFI_TYPES[word];
  if (type === undefined) throw new Error(`make-tables: no FFI type for "${declaration}"`);
  return type;
}
