/** The chat template written for tokenizers that we train: the ChatML dialect of Qwen2.5-VL. */

/**
 * Turns are `<|im_start|>role\n...<|im_end|>\n`; an image is `<|vision_start|><|image_pad|><|vision_end|>`, where the
 * caller repeats the placeholder for every token of the image.
 * @param systemPrompt opens conversations that bring no system turn of their own; null = none
 */
export function chatTemplate(systemPrompt: string | null): string {
  const lines = [
    '{%- set seen = namespace(images=0, videos=0) -%}',
    '{%- for message in messages -%}',
    systemPrompt === null
      ? ''
      : `{%- if loop.first and message.role != 'system' -%}{{ ${turn(`'system\\n' + ${quote(systemPrompt)}`)} }}{%- endif -%}`,
    "{{ '<|im_start|>' + message.role + '\\n' }}",
    '{%- if message.content is string -%}{{ message.content }}',
    '{%- else -%}',
    '{%- for part in message.content -%}',
    "{%- if part.type == 'image' -%}{%- set seen.images = seen.images + 1 -%}",
    "{%- if add_vision_id -%}{{ 'Picture ' ~ seen.images ~ ': ' }}{%- endif -%}{{ '<|vision_start|><|image_pad|><|vision_end|>' }}",
    "{%- elif part.type == 'video' -%}{%- set seen.videos = seen.videos + 1 -%}",
    "{%- if add_vision_id -%}{{ 'Video ' ~ seen.videos ~ ': ' }}{%- endif -%}{{ '<|vision_start|><|video_pad|><|vision_end|>' }}",
    "{%- elif part.type == 'text' -%}{{ part.text }}",
    '{%- endif -%}',
    '{%- endfor -%}',
    '{%- endif -%}',
    "{{ '<|im_end|>\\n' }}",
    '{%- endfor -%}',
    "{%- if add_generation_prompt -%}{{ '<|im_start|>assistant\\n' }}{%- endif -%}",
  ];
  return lines.filter((line) => line !== '').join('');
}

function turn(expression: string): string {
  return `'<|im_start|>' + ${expression} + '<|im_end|>\\n'`;
}

/** A Jinja string literal. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}
