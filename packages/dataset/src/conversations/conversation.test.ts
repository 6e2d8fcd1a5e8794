import { describe, expect, it } from 'vitest';
import { madeQuestions } from '../fixtures/made-questions.ts';
import { toConversation, toPrompt } from './conversation.ts';
import { ACTIAL_SYSTEM_PROMPT, teacherPrompt } from './prompts.ts';

const questions = madeQuestions({ scenes: 3, seed: 'chat' });
const ofKind = (kind: string) => questions.find((question) => question.kind === kind)!;

describe('toPrompt', () => {
  it('puts image parts where the markers stand, and keeps every other character', () => {
    for (const question of questions) {
      const [, user] = toPrompt(question, 'letter');
      const parts = user!.content;
      if (typeof parts === 'string') throw new Error('parts were expected');
      expect(parts.filter((part) => part.type === 'image')).toHaveLength(question.viewIds.length);
      const text = parts.map((part) => (part.type === 'image' ? '<image>' : part.text)).join('');
      expect(text).toBe(question.text);
    }
  });

  it('removes only the clause that forbids a chain', () => {
    const question = ofKind('ego-translation');
    const text = (style: 'letter' | 'chain') => JSON.stringify(toPrompt(question, style)[1]);
    expect(text('letter')).toContain('Select the correct option, please output only the option letter!');
    expect(text('chain')).toBe(text('letter').replace(', please output only the option letter!', '.'));
    expect(JSON.stringify(toPrompt(ofKind('ego-rotation-degrees'), 'chain'))).not.toContain('output only');
  });

  it('takes another system message, or none', () => {
    const question = ofKind('relation');
    expect(toPrompt(question, 'chain', { system: ACTIAL_SYSTEM_PROMPT })[0]).toEqual({
      role: 'system',
      content: ACTIAL_SYSTEM_PROMPT,
    });
    expect(toPrompt(question, 'chain', { system: null }).map((message) => message.role)).toEqual(['user']);
  });
});

describe('toConversation', () => {
  it('ends with the bare answer, or with chain and answer in their tags', () => {
    for (const question of questions) {
      expect(toConversation(question, 'letter').at(-1)).toEqual({
        role: 'assistant',
        content: question.answer,
      });
      expect(toConversation(question, 'chain').at(-1)?.content).toBe(
        `<think>${question.chain ?? ''}</think>\n<answer>${question.answer}</answer>`,
      );
    }
  });
});

describe('teacherPrompt', () => {
  it('states the answers as published', () => {
    const truth = {
      egoTranslation: 'left',
      objectCentricTranslation: 'right',
      egoRotation: 'right',
      yawDeg: 34.6,
    };
    expect(teacherPrompt('[template]', truth)).toContain(
      "The correct answer is: move to the left in camera's perspective; move to the right in object's perspective; rotate to the right with about 35 degrees.",
    );
  });
});
