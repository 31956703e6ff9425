package io.github.inceptionv2;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Signals that an image cannot be decoded. The message names the image and the reason. */
public final class ImageDecodeException extends IOException {
  private static final long serialVersionUID = 1;

  /** The image's name. */
  private final String image;

  private final String reason;

  /**
   * Creates an exception whose message is the image's name and the reason.
   *
   * @param image the image's {@linkplain ImageSource#name name}
   * @param reason such as {@code is not a JPEG, PNG, GIF, BMP or WebP file}
   */
  public ImageDecodeException(String image, String reason, @Nullable Throwable cause) {
    this(image, reason);
    initCause(cause);
  }

  /** Creates an exception without a cause, so {@link #initCause} can set it. */
  ImageDecodeException(String image, String reason) {
    super(image + " " + reason);
    this.image = image;
    this.reason = reason;
  }

  /** Returns the image's {@linkplain ImageSource#name name}. */
  public String image() {
    return image;
  }

  /** Returns the message without the image's name. */
  String reason() {
    return reason;
  }
}
