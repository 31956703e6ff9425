package io.github.inceptionv2.internal.image;

/** Says why bytes are not an image that can be read; who knows their name adds it. */
public final class UnreadableImageException extends Exception {
  private static final long serialVersionUID = 1;

  /** The reason is a clause that can follow the image's name. */
  public UnreadableImageException(String reason) {
    this(reason, null);
  }

  /** The reason is a clause that can follow the image's name. */
  public UnreadableImageException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
