import type { RigOptions } from './rig.ts';

/** An announcer that cannot answer a waiting workflow while `refuses` is set, and how often it was asked to. */
export interface RefusedAnswers {
  readonly over: NonNullable<RigOptions['over']>;
  refuses: boolean;
  tried: number;
}

export function refusedAnswers(refuses: boolean): RefusedAnswers {
  const answers: RefusedAnswers = {
    refuses,
    tried: 0,
    over: (ports) => ({
      ...ports,
      announcer: {
        ...ports.announcer,
        async answerToken(token, run) {
          answers.tried += 1;
          if (answers.refuses) throw new Error('turned away');
          return await ports.announcer.answerToken(token, run);
        },
      },
    }),
  };
  return answers;
}
