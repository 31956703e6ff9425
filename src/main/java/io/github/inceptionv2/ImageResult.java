package io.github.inceptionv2;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of one image of a batch: a value, or the error by which it failed alone. Immutable.
 *
 * @param <T> what is computed of an image
 */
public final class ImageResult<T> {

  private final ImageSource image;
  private final @Nullable T value;
  private final @Nullable IOException error;

  private ImageResult(ImageSource image, @Nullable T value, @Nullable IOException error) {
    this.image = image;
    this.value = value;
    this.error = error;
  }

  static <T> ImageResult<T> of(ImageSource image, T value) {
    return new ImageResult<>(image, value, null);
  }

  static <T> ImageResult<T> failure(ImageSource image, IOException error) {
    return new ImageResult<>(image, null, error);
  }

  /** Returns the image. */
  public ImageSource image() {
    return image;
  }

  /**
   * Returns the value.
   *
   * @throws ImageDecodeException if the image cannot be decoded
   * @throws IOException if its file cannot be read
   */
  public T get() throws IOException {
    if (error != null) {
      throw error;
    }
    return value;
  }

  /** Returns why there is no value, or nothing if there is one. */
  public Optional<IOException> error() {
    return Optional.ofNullable(error);
  }

  /** Returns the image's name, and whether it failed. */
  @Override
  public String toString() {
    return image + (error == null ? ": done" : ": failed, " + error.getMessage());
  }
}
