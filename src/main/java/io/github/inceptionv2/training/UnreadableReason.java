package io.github.inceptionv2.training;

import io.github.inceptionv2.ImageDecodeException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says why a file was left out, where its name is told beside it. */
final class UnreadableReason {

  private UnreadableReason() {}

  /** A clause that can follow the file's name. */
  static String of(IOException e) {
    if (e instanceof ImageDecodeException decode) {
      return decode.getMessage().substring(decode.image().length()).strip();
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return "cannot be read: " + file.getReason();
    }
    return "cannot be read: " + (e instanceof NoSuchFileException ? "there is no such file" : e);
  }
}
