/** Materials by pattern and look, made when a scene first needs one and kept: compiling takes longer than a scene. */
import { type Material, MeshBasicMaterial, type MeshStandardMaterial } from 'three';
import { addRichLook, type RichUniforms } from '../rich/rich-look.ts';
import { ANY_KIND, SKY_KIND } from './kind-groups.ts';
import { createSurfaceMaterial, type TextureSlot } from './surface.ts';

export interface MaterialLook {
  readonly rich: boolean;
  readonly textured: boolean;
}

export class MaterialBank {
  readonly #made = new Map<string, Material>();
  readonly #textures: TextureSlot;
  readonly #richUniforms: RichUniforms;

  constructor(textures: TextureSlot, richUniforms: RichUniforms) {
    this.#textures = textures;
    this.#richUniforms = richUniforms;
  }

  /** @returns materials at the indices of `kinds`, as three wants them for groups. */
  materialsOf(kinds: readonly number[], look: MaterialLook): Material[] {
    const materials: Material[] = [];
    for (const kind of kinds) materials[kind] = this.#materialOf(kind, look);
    return materials;
  }

  #materialOf(kind: number, look: MaterialLook): Material {
    const key = kind === SKY_KIND ? 'sky' : `${kind} ${look.rich} ${look.textured}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made =
      kind === SKY_KIND ? new MeshBasicMaterial({ vertexColors: true }) : this.#surface(kind, look);
    this.#made.set(key, made);
    return made;
  }

  #surface(kind: number, { rich, textured }: MaterialLook): MeshStandardMaterial {
    const surface = createSurfaceMaterial(textured ? this.#textures : undefined);
    const shaded = rich ? addRichLook(surface, this.#richUniforms) : surface;
    return kind === ANY_KIND ? shaded : holdingKind(shaded, kind);
  }
}

/** The material with its pattern's number as a constant: the compiler drops all other patterns. */
function holdingKind(material: MeshStandardMaterial, kind: number): MeshStandardMaterial {
  const compile = material.onBeforeCompile;
  const key = material.customProgramCacheKey();
  material.customProgramCacheKey = () => `${key} ${kind}`;
  material.onBeforeCompile = (shader, renderer) => {
    compile.call(material, shader, renderer);
    shader.fragmentShader = shader.fragmentShader.replaceAll('int(vSurface.x + 0.5)', String(kind));
  };
  return material;
}
