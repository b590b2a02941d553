const textType = /^(?:text\/.*|application\/(?:json|javascript|xml|[^;]+\+(?:json|xml)))$/;

/**
 * Whether a body of this content type reaches a function as text; all others, forms among them, as base64.
 * Source: events of the service.
 */
export function isTextType(contentType: string | undefined): boolean {
  return textType.test((contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '');
}
