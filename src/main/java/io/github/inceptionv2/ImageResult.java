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
 * The result for one image of a batch: a value, or the error that the image caused. Immutable.
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

  /** Returns a result with a value; public for other implementations of {@link ImageClassifier}. */
  public static <T> ImageResult<T> of(ImageSource image, T value) {
    return of(image, value, false);
  }

  static <T> ImageResult<T> of(ImageSource image, T value, boolean isIncomplete) {
    return new ImageResult<>(image, Objects.requireNonNull(value, "value"), null, isIncomplete);
  }

  /** Returns a failed result; public for other implementations of {@link ImageClassifier}. */
  public static <T> ImageResult<T> failure(ImageSource image, IOException error) {
    return new ImageResult<>(image, null, Objects.requireNonNull(error, "error"), false);
  }

  /** Returns the image. */
  public ImageSource image() {
    return image;
  }

  /**
   * Returns the value. Each call that fails throws a new exception, with the caller's stack trace
   * and with {@link #error} as its cause.
   *
   * @throws ImageDecodeException if the image cannot be decoded
   * @throws IOException if the image's file cannot be read
   */
  public T get() throws IOException {
    if (error != null) {
      throw copyOf(error);
    }
    return value;
  }

  /** Returns a copy of an error, of its own type if reading images throws that type. */
  private static IOException copyOf(IOException error) {
    IOException copy = new IOException(error.getMessage());
    if (error instanceof ImageDecodeException decode) {
      copy = new ImageDecodeException(decode.image(), decode.reason());
    } else if (error instanceof ModelCorruptException model) {
      return new ModelCorruptException(model.file(), model.getMessage(), model);
    } else if (error instanceof InterruptedIOException) {
      copy = new InterruptedIOException(error.getMessage());
    } else if (error instanceof FileNotFoundException) {
      copy = new FileNotFoundException(error.getMessage());
    } else if (error instanceof NotDirectoryException file) {
      copy = new NotDirectoryException(file.getFile());
    } else if (error instanceof NoSuchFileException file) {
      copy = new NoSuchFileException(file.getFile(), file.getOtherFile(), file.getReason());
    } else if (error instanceof AccessDeniedException file) {
      copy = new AccessDeniedException(file.getFile(), file.getOtherFile(), file.getReason());
    } else if (error instanceof FileSystemException file) {
      copy = new FileSystemException(file.getFile(), file.getOtherFile(), file.getReason());
    }
    copy.initCause(error);
    return copy;
  }

  /** Returns the error; empty if there is a value. */
  public Optional<IOException> error() {
    return Optional.ofNullable(error);
  }

  /**
   * Returns true if the image's file is truncated, and the value was computed with the missing part
   * in gray. Always false unless {@link ImageOptions.Builder#acceptsIncomplete} is set.
   */
  public boolean isIncomplete() {
    return isIncomplete;
  }

  /** Returns the image's name, and whether the image failed or is incomplete. */
  @Override
  public String toString() {
    if (error != null) {
      return image + ": failed, " + error.getMessage();
    }
    return image + (isIncomplete ? ": done, but the image is incomplete" : ": done");
  }
}
