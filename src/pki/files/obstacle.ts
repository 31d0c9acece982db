import type { ImportProblem } from '../../domain/import-file.ts';

/** Ends the reading of a file; it is told as a verdict and leaves this folder never. */
export class Obstacle extends Error {
  readonly problem: ImportProblem;

  constructor(problem: ImportProblem) {
    super(problem.kind);
    this.name = 'Obstacle';
    this.problem = problem;
  }
}
