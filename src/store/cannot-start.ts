/** The house cannot open on this database or data folder; the message tells the operator why and what to do. It holds no personal data. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}
