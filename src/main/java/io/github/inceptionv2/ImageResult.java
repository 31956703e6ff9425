package io.github.inceptionv2;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome for one image of a batch: a value, or the error by which it failed alone. Immutable.
 *
 * @param <T> the type of the value, such as a list of {@link Prediction}
 */
public final class ImageResult<T> {

  private final ImageSource image;
  private final @Nullable T value;
  private final @Nullable IOException error;
  private final boolean isIncomplete;

  private ImageResult(
      ImageSource image, @Nullable T value, @Nullable IOException error, boolean isIncomplete) {
    this.image = Objects.requireNonNull(image, "image");
    this.value = value;
    this.error = error;
    this.isIncomplete = isIncomplete;
  }

  /** Returns a result with a value; public for an application's own {@link ImageClassifier}. */
  public static <T> ImageResult<T> of(ImageSource image, T value) {
    return of(image, value, false);
  }

  static <T> ImageResult<T> of(ImageSource image, T value, boolean isIncomplete) {
    return new ImageResult<>(image, Objects.requireNonNull(value, "value"), null, isIncomplete);
  }

  /** Returns a result without a value; public for an application's own {@link ImageClassifier}. */
  public static <T> ImageResult<T> failure(ImageSource image, IOException error) {
    return new ImageResult<>(image, null, Objects.requireNonNull(error, "error"), false);
  }

  /** Returns the image. */
  public ImageSource image() {
    return image;
  }

  /**
   * Returns the value. Each call that fails throws a new exception, whose stack trace is the
   * caller's and whose cause is {@link #error}.
   *
   * @throws ImageDecodeException if the image cannot be decoded
   * @throws IOException if its file cannot be read
   */
  public T get() throws IOException {
    if (error != null) {
      throw again(error);
    }
    return value;
  }

  /** Returns the same exception anew, of the same type if it is one that reading images throws. */
  private static IOException again(IOException error) {
    IOException anew = new IOException(error.getMessage());
    if (error instanceof ImageDecodeException decode) {
      anew = new ImageDecodeException(decode.image(), decode.reason());
    } else if (error instanceof ModelCorruptException model) {
      return new ModelCorruptException(model.file(), model.getMessage(), model);
    } else if (error instanceof InterruptedIOException) {
      anew = new InterruptedIOException(error.getMessage());
    } else if (error instanceof FileNotFoundException) {
      anew = new FileNotFoundException(error.getMessage());
    } else if (error instanceof NotDirectoryException file) {
      anew = new NotDirectoryException(file.getFile());
    } else if (error instanceof NoSuchFileException file) {
      anew = new NoSuchFileException(file.getFile(), file.getOtherFile(), file.getReason());
    } else if (error instanceof AccessDeniedException file) {
      anew = new AccessDeniedException(file.getFile(), file.getOtherFile(), file.getReason());
    } else if (error instanceof FileSystemException file) {
      anew = new FileSystemException(file.getFile(), file.getOtherFile(), file.getReason());
    }
    anew.initCause(error);
    return anew;
  }

  /** Returns the reason why there is no value; empty if there is a value. */
  public Optional<IOException> error() {
    return Optional.ofNullable(error);
  }

  /**
   * Returns whether the image's file ends early, so that the value was computed from an image whose
   * missing part is gray. Always false unless {@link ImageOptions.Builder#acceptsIncomplete} is
   * set.
   */
  public boolean isIncomplete() {
    return isIncomplete;
  }

  /** Returns the image's name, and whether it failed or is incomplete. */
  @Override
  public String toString() {
    if (error != null) {
      return image + ": failed, " + error.getMessage();
    }
    return image + (isIncomplete ? ": done, but incomplete" : ": done");
  }
}
