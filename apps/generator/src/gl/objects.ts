/** GL objects as WebGL hands them out: small classes around a number, created, bound and deleted by reference. */
import type { GlFunction, Native } from './native.ts';

export class GlObject {
  readonly id: number;
  /** Source text of a shader, kept because WebGL can give it back. */
  source = '';

  constructor(id: number) {
    this.id = id;
  }
}

/** The number behind an object; null and undefined are GL's object 0. */
export function idOf(object: unknown): number {
  return object instanceof GlObject ? object.id : 0;
}

const PLURALS: Readonly<Record<string, string>> = {
  Buffer: 'Buffers',
  Texture: 'Textures',
  Framebuffer: 'Framebuffers',
  Renderbuffer: 'Renderbuffers',
  VertexArray: 'VertexArrays',
  Query: 'Queries',
  Sampler: 'Samplers',
};

export function objectCalls(native: Native): Record<string, GlFunction> {
  const calls: Record<string, GlFunction> = {};
  const names = new Uint32Array(1);
  for (const [one, many] of Object.entries(PLURALS)) {
    const generate = native[`glGen${many}`]!;
    const remove = native[`glDelete${many}`]!;
    calls[`create${one}`] = () => {
      generate(1, names);
      return new GlObject(names[0]!);
    };
    calls[`delete${one}`] = (object) => {
      if (!(object instanceof GlObject)) return;
      names[0] = object.id;
      remove(1, names);
    };
  }
  for (const one of ['Buffer', 'Texture', 'Framebuffer', 'Renderbuffer', 'Sampler']) {
    const bind = native[`glBind${one}`]!;
    calls[`bind${one}`] = (target, object) => bind(target, idOf(object));
  }
  const n = native;
  calls['bindVertexArray'] = (object) => n['glBindVertexArray']!(idOf(object));
  calls['bindBufferBase'] = (target, index, object) => n['glBindBufferBase']!(target, index, idOf(object));
  calls['framebufferTexture2D'] = (target, attachment, kind, object, level) =>
    n['glFramebufferTexture2D']!(target, attachment, kind, idOf(object), level);
  calls['framebufferTextureLayer'] = (target, attachment, object, level, layer) =>
    n['glFramebufferTextureLayer']!(target, attachment, idOf(object), level, layer);
  calls['framebufferRenderbuffer'] = (target, attachment, kind, object) =>
    n['glFramebufferRenderbuffer']!(target, attachment, kind, idOf(object));
  return calls;
}
