package io.github.inceptionv2;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Says that an image cannot be read: which one and why. */
public final class ImageDecodeException extends IOException {
  private static final long serialVersionUID = 1;

  /** The image's name. */
  private final String image;

  ImageDecodeException(String image, String reason, @Nullable Throwable cause) {
    super(image + " " + reason, cause);
    this.image = image;
  }

  /** Returns the image's {@linkplain ImageSource#name name}. */
  public String image() {
    return image;
  }
}
