package io.github.inceptionv2.internal.image;

import java.util.Arrays;
import java.util.Optional;

/** Adds an end to truncated image files. */
final class FileCompletion {

  private FileCompletion() {}

  /** Returns true if truncated files of {@code format} can be completed. */
  static boolean supports(ImageFormat format) {
    return format == ImageFormat.JPEG || format == ImageFormat.PNG;
  }

  /**
   * Returns the completed file, or empty if the file is not truncated, has no pixels, or is neither
   * JPEG nor PNG.
   */
  static Optional<CompletedFile> of(byte[] file, ImageHeader header)
      throws UnreadableImageException {
    // A file whose copy was interrupted may have its full length, with zeros at the end.
    byte[] copied = Arrays.copyOf(file, lengthWithoutZeros(file));
    return switch (header.format()) {
      case JPEG ->
          TruncatedJpeg.completed(copied).map(bytes -> new CompletedFile(bytes, rgb -> {}));
      case PNG -> TruncatedPng.completed(copied, header);
      default -> Optional.empty();
    };
  }

  private static int lengthWithoutZeros(byte[] file) {
    int length = file.length;
    while (length > 0 && file[length - 1] == 0) {
      length--;
    }
    return length;
  }
}
