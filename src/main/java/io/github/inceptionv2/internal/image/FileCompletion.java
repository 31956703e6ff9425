package io.github.inceptionv2.internal.image;

import java.util.Arrays;
import java.util.Optional;

/** Adds an end to image files that end early. */
final class FileCompletion {

  private FileCompletion() {}

  /** Returns nothing if the file has its end, has no pixels, or has another format. */
  static Optional<CompletedFile> of(byte[] file, ImageHeader header)
      throws UnreadableImageException {
    // A copy that stopped half-way may have its full length, with zeros at its end.
    byte[] copied = Arrays.copyOf(file, lengthWithoutZeros(file));
    return switch (header.format()) {
      case JPEG -> CutJpeg.completed(copied).map(bytes -> new CompletedFile(bytes, rgb -> {}));
      case PNG -> CutPng.completed(copied, header);
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
