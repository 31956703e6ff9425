package io.github.inceptionv2.internal.image;

/**
 * Thrown if an image cannot be read. The message is a clause that callers put after the image's
 * name.
 */
public final class UnreadableImageException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception.
   *
   * @param reason a clause that can follow the image's name
   */
  public UnreadableImageException(String reason) {
    this(reason, null);
  }

  /**
   * Creates an exception.
   *
   * @param reason a clause that can follow the image's name
   */
  public UnreadableImageException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
