/** A set-up step failed for a reason that a person can act on. */
export class SetupFailure extends Error {
  /**
   * @param {string} message what failed and where
   * @param {string} remedy what to do about it
   */
  constructor(message, remedy) {
    super(message);
    this.name = 'SetupFailure';
    this.remedy = remedy;
  }
}
