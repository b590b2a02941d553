/** The signature's entry is not what a signature is. The message is for developers. */
export class MalformedSignature extends Error {
  override readonly name = 'MalformedSignature';
}
